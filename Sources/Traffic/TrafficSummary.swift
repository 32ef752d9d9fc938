import ModbusWire
import Tags

/// What a record holds, in lines for people.
package struct TrafficSummary: Sendable {
    /// One line for the record, then one for each server and unit id.
    package let lines: [String]

    private struct Key: Hashable, Comparable {
        var server: String
        var unit: UnitId

        static func < (left: Key, right: Key) -> Bool {
            (left.server, left.unit.rawValue) < (right.server, right.unit.rawValue)
        }
    }

    private struct Counts {
        var requests = 0
        var exceptions = 0
        var unanswered = 0
        var functions: [UInt8: Int] = [:]
    }

    package init(_ record: TrafficText.Record) {
        var counts: [Key: Counts] = [:]
        for exchange in record.exchanges {
            let key = Key(server: exchange.server, unit: exchange.unit)
            counts[key, default: Counts()].requests += 1
            if exchange.answer == nil { counts[key]?.unanswered += 1 }
            if exchange.exception != nil { counts[key]?.exceptions += 1 }
            counts[key]?.functions[exchange.request[0], default: 0] += 1
        }
        let times = record.exchanges.map(\.time)
        let seconds = ((times.max() ?? .start) - (times.min() ?? .start)).inSeconds
        var head = "\(record.exchanges.count) requests in \(seconds) s"
        head += record.header.clock == .plant ? " of plant time" : ""
        if let profile = record.header.profile { head += ", profile \(profile)" }
        if let seed = record.header.seed { head += ", seed \(seed)" }
        lines =
            [head]
            + counts.sorted { $0.key < $1.key }.map { key, counts in
                let functions = counts.functions.sorted { $0.key < $1.key }
                    .map { "\($0.value) × \(FunctionCode(rawValue: $0.key))" }
                    .joined(separator: ", ")
                return "  \(key.server), unit \(key.unit): \(counts.requests) requests, "
                    + "\(counts.exceptions) refused, \(counts.unanswered) not answered; "
                    + functions
            }
    }
}
