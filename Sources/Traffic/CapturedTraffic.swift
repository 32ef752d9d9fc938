import ModbusWire
import Tags

/// Puts exchanges together from the TCP segments of a capture.
///
/// Fed with the fields that tshark prints, one segment a line, in the order of ``fields``.
/// Segments are put in order by sequence number, what was sent again is used once, ADUs are cut
/// strictly, and answers are paired by transaction id; a stream that loses its thread is left there.
package struct CapturedTraffic: Sendable {
    /// The fields to ask tshark for.
    package static let fields = [
        "frame.time_epoch", "tcp.stream", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst",
        "ipv6.dst", "tcp.dstport", "tcp.seq", "tcp.flags.syn", "tcp.flags.ack", "tcp.payload",
    ]

    /// Exchanges in order of their requests.
    package private(set) var exchanges: [RecordedExchange] = []
    /// Streams that could not be followed to their end, with the reason.
    package private(set) var faults: [String] = []

    private struct Segment {
        var time: Double
        var source: String
        var target: String
        var sequence: UInt32
        var isOpening: Bool
        var isAcknowledged: Bool
        var payload: [UInt8]
    }

    /// Reads what tshark printed for ``fields``, tabs between them.
    ///
    /// - Parameters:
    ///   - text: Its output.
    ///   - port: The servers' port; nil to take who was connected to, else port 502 or 802, else
    ///     the lower port.
    /// - Throws: The first line that is not of that shape.
    package init(tshark text: String, port: Int? = nil) throws(TrafficText.Failure) {
        var streams: [Int: [Segment]] = [:]
        for (index, line) in text.split(separator: "\n").enumerated() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard let (stream, segment) = Self.segment(fields) else {
                throw TrafficText.Failure(
                    "line \(index + 1) of tshark's output has not the \(Self.fields.count) fields "
                        + "that were asked for: '\(line.prefix(80))'.")
            }
            streams[stream, default: []].append(segment)
        }
        let start = streams.values.flatMap { $0 }.map(\.time).min() ?? 0
        var connections: [String: Int] = [:]
        for (number, segments) in streams.sorted(by: { $0.key < $1.key }) {
            guard let server = Self.server(of: segments, port: port) else { continue }
            connections[server, default: 0] += 1
            follow(
                segments, server: server, connection: connections[server] ?? 1, start: start,
                stream: number)
        }
        exchanges.sort { ($0.time, $0.server, $0.connection) < ($1.time, $1.server, $1.connection) }
    }

    private static func segment(_ fields: [Substring]) -> (Int, Segment)? {
        guard fields.count == Self.fields.count, let time = Double(fields[0]),
            let stream = Int(fields[1]), let sequence = UInt32(fields[8]),
            let payload = [UInt8](hexadecimal: fields[11])
        else { return nil }
        func end(_ four: Substring, _ six: Substring, _ port: Substring) -> String {
            four.isEmpty ? "[\(six)]:\(port)" : "\(four):\(port)"
        }
        func flag(_ text: Substring) -> Bool { text == "1" || text == "True" }
        return (
            stream,
            Segment(
                time: time, source: end(fields[2], fields[3], fields[4]),
                target: end(fields[5], fields[6], fields[7]), sequence: sequence,
                isOpening: flag(fields[9]), isAcknowledged: flag(fields[10]), payload: payload)
        )
    }

    private static func port(of end: String) -> Int {
        end.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    /// Which end of a stream is the server; nil if neither can be, or nothing was said.
    private static func server(of segments: [Segment], port: Int?) -> String? {
        guard let first = segments.first, segments.contains(where: { !$0.payload.isEmpty }) else {
            return nil
        }
        let ends = [first.source, first.target]
        if let port { return ends.first { Self.port(of: $0) == port } }
        if let opening = segments.first(where: { $0.isOpening && !$0.isAcknowledged }) {
            return opening.target
        }
        return ends.first { [502, 802].contains(Self.port(of: $0)) }
            ?? ends.min { Self.port(of: $0) < Self.port(of: $1) }
    }
}

extension CapturedTraffic {
    /// A whole ADU and the time of the segment that completed it.
    private struct TimedADU {
        var time: Double
        var adu: ADU
    }

    private mutating func follow(
        _ segments: [Segment], server: String, connection: Int, start: Double, stream: Int
    ) {
        let requests = cut(segments.filter { $0.target == server }, "requests", server, stream)
        let answers = cut(segments.filter { $0.source == server }, "answers", server, stream)
        var waiting: [UInt16: ArraySlice<Int>] = [:]
        for (index, answer) in answers.enumerated() {
            waiting[answer.adu.transactionId, default: []].append(index)
        }
        for request in requests {
            let id = request.adu.transactionId
            // An answer that came before its request belongs to none that is left.
            while let index = waiting[id]?.first, answers[index].time < request.time {
                waiting[id]?.removeFirst()
            }
            let answer = waiting[id]?.popFirst().map { answers[$0] }
            exchanges.append(
                RecordedExchange(
                    time: PlantTime(seconds: request.time - start), server: server,
                    connection: connection, transactionId: id, unit: request.adu.unit,
                    request: request.adu.pdu, answer: answer?.adu.pdu,
                    latency: answer.map { .seconds($0.time - request.time) }))
        }
    }

    /// The ADUs of one direction, as far as they can be cut.
    private mutating func cut(
        _ segments: [Segment], _ what: String, _ server: String, _ stream: Int
    ) -> [TimedADU] {
        var decoder = ADUDecoder()
        var found: [TimedADU] = []
        var next: UInt32?
        for segment in Self.inOrder(segments) {
            let skipped = next.map { Int32(bitPattern: segment.sequence &- $0) } ?? 0
            if skipped > 0 {
                faults.append(
                    "\(server), stream \(stream): \(skipped) bytes of the \(what) are missing in "
                        + "the capture; the rest of them is left out.")
                return found
            }
            let repeated = Int(-skipped)
            guard repeated < segment.payload.count else { continue }
            decoder.append(segment.payload[repeated...])
            next = segment.sequence &+ UInt32(segment.payload.count)
            do {
                while let adu = try decoder.next() {
                    found.append(TimedADU(time: segment.time, adu: adu))
                }
            } catch {
                faults.append(
                    "\(server), stream \(stream): the \(what) are no Modbus/TCP from \(segment.time) "
                        + "s on: \(error).")
                return found
            }
        }
        return found
    }

    /// Segments with bytes, by sequence number counted from the first, which may wrap.
    private static func inOrder(_ segments: [Segment]) -> [Segment] {
        let filled = segments.filter { !$0.payload.isEmpty }
        guard let first = filled.first?.sequence else { return [] }
        return filled.enumerated().sorted { left, right in
            let (a, b) = (
                Int32(bitPattern: left.element.sequence &- first),
                Int32(bitPattern: right.element.sequence &- first)
            )
            return (a, left.offset) < (b, right.offset)
        }.map(\.element)
    }
}
