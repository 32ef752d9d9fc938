import CLinux
import Glibc

/// What a process with thousands of sockets, or a measured one, asks of the system.
package enum ProcessResources {
    /// Raises the number of descriptors that may be open as far as the system allows.
    ///
    /// - Returns: The number, or nil if it cannot be changed.
    @discardableResult
    package static func raiseDescriptorLimit() -> Int? {
        let limit = linux_raise_descriptor_limit()
        return limit >= 0 ? Int(clamping: limit) : nil
    }

    /// Keeps the calling thread, and the threads it starts later, on one core, counted from 0.
    ///
    /// - Throws: `sched_setaffinity`, if there is no such core for this process.
    package static func pinThread(toCore core: Int) throws(SystemError) {
        guard linux_pin_to_core(Int32(clamping: core)) == 0 else {
            throw .last("sched_setaffinity")
        }
    }

    /// The cores the calling thread may run on.
    package static var allowedCores: [Int] {
        (0..<1024).filter { linux_may_run_on_core(Int32($0)) != 0 }
    }

    /// Bytes of memory the process has in use (resident), or nil if the system does not tell.
    package static var residentBytes: Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let fields = line.split(separator: 0x20).dropFirst()
        guard let text = fields.first?.map(UInt8.init(bitPattern:)),
            let pages = Int(String(decoding: text, as: UTF8.self))
        else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Seconds of processor time the process has used, in user and system mode.
    package static var processorSeconds: Double { linux_cpu_seconds() }
}
