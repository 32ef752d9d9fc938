import Foundation

/// Lets one process write by a record of writes at a time (W12); held until it is let go.
package final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock beside the record, in a file that ends in `.lock`.
    ///
    /// - Throws: ``RunError/secondWriter(_:)`` if another process, or another run of this one, holds
    ///   it; ``RunError/other(_:)`` if the file cannot be made.
    package init(beside path: String) throws(RunError) {
        let lock = path + ".lock"
        let opened = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            throw .other("cannot make '\(lock)': \(String(cString: strerror(errno))).")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .secondWriter(path)
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}
