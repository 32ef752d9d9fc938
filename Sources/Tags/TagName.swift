/// The name of a tag: words of letters and digits joined by dots, such as `steam.P100.setpoint`.
///
/// The first word is the device's name in the profile. Case counts. At most 100 characters.
package struct TagName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name as written.
    package let text: String

    /// Takes a name, or nil if it is not one: each word starts with a letter and goes on with
    /// letters, digits, `_` or `-`.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 100 else { return nil }
        var atWordStart = true
        for byte in text.utf8 {
            let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
            let isInner = (byte >= 0x30 && byte <= 0x39) || byte == 0x5F || byte == 0x2D
            if byte == 0x2E {
                guard !atWordStart else { return nil }
                atWordStart = true
            } else {
                guard isLetter || (isInner && !atWordStart) else { return nil }
                atWordStart = false
            }
        }
        guard !atWordStart else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: TagName, right: TagName) -> Bool { left.text < right.text }
}

extension TagName: ExpressibleByStringLiteral {
    /// Takes a literal; a literal that is no tag name is a programmer's error.
    package init(stringLiteral text: String) {
        guard let name = TagName(text) else { preconditionFailure("'\(text)' is no tag name") }
        self = name
    }
}
