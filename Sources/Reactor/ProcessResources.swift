import CLinux

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

    /// Seconds of processor time the process has used, in user and system mode.
    package static var processorSeconds: Double { linux_cpu_seconds() }
}
