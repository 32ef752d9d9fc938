import ModbusWire

/// How the answers of a replayed record compare with the recorded ones.
package struct TrafficComparison: Hashable, Sendable {
    /// One request whose answers differ.
    package struct Difference: Hashable, Sendable {
        /// As recorded.
        package var recorded: RecordedExchange
        /// The answer this time; nil if none came.
        package var answer: [UInt8]?
        /// What is different, in words.
        package var reason: String
    }

    /// Requests played.
    package private(set) var requests = 0
    /// Those whose answers are the same to the byte.
    package private(set) var equal = 0
    /// The first ones that differ, at most ``limit``.
    package private(set) var differences: [Difference] = []
    /// All that differ.
    package var different: Int { requests - equal }

    /// Differences that are kept whole.
    package let limit: Int

    /// Starts with nothing compared.
    package init(limit: Int = 100) { self.limit = limit }

    /// Takes in the answer to a recorded request.
    package mutating func take(_ recorded: RecordedExchange, answer: [UInt8]?) {
        requests += 1
        guard recorded.answer != answer else {
            equal += 1
            return
        }
        guard differences.count < limit else { return }
        differences.append(
            Difference(
                recorded: recorded, answer: answer,
                reason: Self.reason(recorded: recorded, found: answer)))
    }

    private static func reason(recorded: RecordedExchange, found: [UInt8]?) -> String {
        var again = recorded
        again.answer = found
        switch (recorded.answer, found) {
        case (nil, _): return "answered now; no answer is recorded"
        case (_, nil): return "no answer now; the record has \(outcome(recorded))"
        case (let old?, let new?):
            if recorded.exception != again.exception {
                return "\(outcome(again)); the record has \(outcome(recorded))"
            }
            if let item = firstDifferentItem(recorded.request, old, new) { return item }
            return "\(new.count) bytes \(new.prefix(16).hexadecimalText); the record has "
                + "\(old.count) bytes \(old.prefix(16).hexadecimalText)"
        }
    }

    private static func outcome(_ exchange: RecordedExchange) -> String {
        if let code = exchange.exception { return "\(code)" }
        return exchange.answer == nil ? "no answer" : "an answer"
    }

    /// Names the first register or bit that differs in two answers to one read.
    private static func firstDifferentItem(
        _ request: [UInt8], _ old: [UInt8], _ new: [UInt8]
    ) -> String? {
        guard old.count == new.count, old.count > 2,
            let parsed = try? request.withUnsafeBytes(RequestPDU.init(parsing:)),
            case .read(let table, let range) = parsed
        else { return nil }
        for index in 0..<range.count {
            let (found, expected): (UInt16, UInt16)
            if table.isBits {
                guard 2 + index / 8 < old.count else { return nil }
                found = UInt16(new[2 + index / 8] >> UInt8(index % 8) & 1)
                expected = UInt16(old[2 + index / 8] >> UInt8(index % 8) & 1)
            } else {
                guard 3 + 2 * index < old.count else { return nil }
                found = UInt16(new[2 + 2 * index]) << 8 | UInt16(new[3 + 2 * index])
                expected = UInt16(old[2 + 2 * index]) << 8 | UInt16(old[3 + 2 * index])
            }
            if found != expected {
                return "\(table.rawValue) \(range.start + index) is \(found); "
                    + "the record has \(expected)"
            }
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    fileprivate var hexadecimalText: String { Array(self).hexadecimal }
}
