import Foundation
import Glibc

/// Writes a record to a file, a line at a time.
///
/// A new file takes the place of an old one only when it is finished in order; until then it stands
/// beside it, ending in `.part`, so that a run that fails costs no earlier record.
package actor HistoryRecorder {
    /// Why a record cannot be written.
    package struct Failure: Error, Hashable, CustomStringConvertible, Sendable {
        /// File and cause, in words.
        package let description: String
    }

    private let path: String
    private let encoder: JSONEncoder
    private var descriptor: Int32?
    private var waiting = Data()

    /// Bytes collected before they are handed to the system.
    private static let blockSize = 1 << 18

    /// Opens the record; the folder must exist.
    package init(path: String) throws(Failure) {
        self.path = path
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let part = Self.part(of: path)
        let opened = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw .system("cannot write '\(part)'", errno) }
        descriptor = opened
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Adds a line. After ``finish()`` there is nothing to add it to.
    package func append(_ record: HistoryRecord) throws {
        waiting.append(try encoder.encode(record))
        waiting.append(0x0A)
        if waiting.count >= Self.blockSize { try flush() }
    }

    /// Writes out what waits, and gives the record its name.
    package func finish() throws(Failure) {
        try flush()
        guard let descriptor else { return }
        let part = Self.part(of: path)
        // A pipe cannot be synced, and need not be.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw .system("cannot write '\(part)'", errno)
        }
        self.descriptor = nil
        guard close(descriptor) == 0 else { throw .system("cannot write '\(part)'", errno) }
        guard rename(part, path) == 0 else {
            throw .system("cannot rename '\(part)' to '\(path)'", errno)
        }
    }

    private func flush() throws(Failure) {
        let part = Self.part(of: path)
        guard let descriptor else { throw Failure(description: "'\(path)' is finished.") }
        var written = 0
        while written < waiting.count {
            let count = waiting.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("cannot write '\(part)'", errno) }
            written += count
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private static func part(of path: String) -> String { path + ".part" }
}

extension HistoryRecorder.Failure {
    fileprivate static func system(_ what: String, _ code: Int32) -> Self {
        Self(description: "\(what): \(String(cString: strerror(code))).")
    }
}
