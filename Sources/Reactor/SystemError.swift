import CLinux
import Glibc

/// A system call that failed, told as a person reads it: `bind: address already in use`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call, for example `bind`.
    package let call: String
    /// The `errno` it left.
    package let code: Int32

    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// The failure of the call just made on this thread, from `errno`.
    static func last(_ call: String) -> SystemError { SystemError(call: call, code: errno) }

    /// The error alone, for example `address already in use`.
    package var reason: String {
        guard let text = linux_error_text(code) else { return "error \(code)" }
        var words = String(cString: text)
        // Most begin like a sentence; those that begin with a name ("RFS specific") stay.
        if let second = words.dropFirst().first, second.isLowercase, let first = words.first {
            words = first.lowercased() + words.dropFirst()
        }
        return words
    }

    package var description: String { "\(call): \(reason)" }
}
