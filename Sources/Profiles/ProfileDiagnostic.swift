/// One fault of a profile, at its place.
package struct ProfileDiagnostic: Error, Hashable, Sendable {
    /// Whether the profile may still be used.
    package enum Severity: String, Hashable, Sendable {
        /// The profile cannot be used.
        case error
        /// The profile can be used, but probably says something else than was meant.
        case warning
    }

    /// Whether the profile may still be used.
    package var severity: Severity
    /// File, line and column.
    package var place: SourcePlace
    /// What was found and what is allowed, in full sentences.
    package var message: String

    package init(severity: Severity, place: SourcePlace, message: String) {
        self.severity = severity
        self.place = place
        self.message = message
    }
}

extension ProfileDiagnostic: CustomStringConvertible {
    /// `file:line:column: error: message`.
    package var description: String {
        "\(place.file):\(place.line):\(place.column): \(severity.rawValue): \(message)"
    }

    /// One JSON object with `severity`, `file`, `line`, `column` and `message`.
    package var json: String {
        """
        {"severity":"\(severity.rawValue)","file":\(place.file.jsonLiteral),\
        "line":\(place.line),"column":\(place.column),"message":\(message.jsonLiteral)}
        """
    }
}

extension [ProfileDiagnostic] {
    /// One JSON array, an object a line.
    package var json: String {
        isEmpty ? "[]" : "[\n" + map { "  " + $0.json }.joined(separator: ",\n") + "\n]"
    }
}

extension String {
    /// The text as a JSON string, quotes included.
    fileprivate var jsonLiteral: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
