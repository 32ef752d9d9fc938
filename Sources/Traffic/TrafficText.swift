package import Foundation
import ModbusWire
import Tags

/// A record of traffic as text: one JSON object a line, the header first.
///
/// ```
/// {"clock":"plant","profile":"evaporator","seed":1,"trimtabTraffic":1}
/// {"answer":"030400010002","connection":1,"request":"0300000002","server":"feed","time":0.25,"transaction":7,"unit":1}
/// ```
package struct TrafficText: Sendable {
    /// A record that was read.
    package struct Record: Sendable {
        /// Its first line.
        package var header: TrafficHeader
        /// In the order of the file.
        package var exchanges: [RecordedExchange]

        package init(header: TrafficHeader, exchanges: [RecordedExchange]) {
            self.header = header
            self.exchanges = exchanges
        }
    }

    /// Why a record cannot be read, with file and line.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// `file:line: what was expected, and what was found`.
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// One exchange as a line has it.
    private struct Line: Codable {
        var time: Double
        var server: String
        var connection: Int?
        var transaction: UInt16?
        var unit: UInt8
        var request: String
        var answer: String?
        var latency: Double?
    }

    private let encoder: JSONEncoder

    package init() {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The line of a header, with its line break.
    package func line(_ header: TrafficHeader) throws -> Data {
        try encoder.encode(header) + [0x0A]
    }

    /// The line of an exchange, with its line break.
    package func line(_ exchange: RecordedExchange) throws -> Data {
        try encoder.encode(
            Line(
                time: exchange.time.seconds, server: exchange.server,
                connection: exchange.connection, transaction: exchange.transactionId,
                unit: exchange.unit.rawValue, request: exchange.request.hexadecimal,
                answer: exchange.answer?.hexadecimal, latency: exchange.latency?.inSeconds))
            + [0x0A]
    }

    /// Reads a whole record.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The file's name, for messages.
    /// - Returns: The record, its exchanges in the order of the file.
    /// - Throws: The first line that cannot be read.
    package static func read(_ data: Data, named path: String) throws(Failure) -> Record {
        let decoder = JSONDecoder()
        let lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let first = lines.first, !first.isEmpty else {
            throw Failure("\(path):1: the record is empty; a header was expected.")
        }
        guard let header = try? decoder.decode(TrafficHeader.self, from: first) else {
            throw Failure(
                "\(path):1: this is no record of traffic: its first line must be a header like "
                    + "{\"clock\":\"plant\",\"trimtabTraffic\":1}.")
        }
        guard header.trimtabTraffic == TrafficHeader.version else {
            throw Failure(
                "\(path):1: the record is of version \(header.trimtabTraffic); this program reads "
                    + "version \(TrafficHeader.version).")
        }
        var exchanges: [RecordedExchange] = []
        for (index, bytes) in lines.enumerated().dropFirst() where !bytes.isEmpty {
            do {
                exchanges.append(try exchange(try decoder.decode(Line.self, from: bytes)))
            } catch let refusal as Refusal {
                throw Failure("\(path):\(index + 1): \(refusal.reason)")
            } catch let error as DecodingError {
                throw Failure("\(path):\(index + 1): \(words(error))")
            } catch {
                throw Failure("\(path):\(index + 1): \(error)")
            }
        }
        return Record(header: header, exchanges: exchanges)
    }

    private struct Refusal: Error { let reason: String }

    private static func exchange(_ line: Line) throws -> RecordedExchange {
        guard let request = pdu(line.request) else {
            throw Refusal(
                reason: "'request' must be a PDU of 1 to \(WireLimits.maximumPDU) bytes in "
                    + "hexadecimal, not '\(line.request.prefix(40))'.")
        }
        var answer: [UInt8]?
        if let text = line.answer {
            answer = pdu(text)
            guard answer != nil else {
                throw Refusal(
                    reason: "'answer' must be a PDU of 1 to \(WireLimits.maximumPDU) bytes in "
                        + "hexadecimal, or null, not '\(text.prefix(40))'.")
            }
        }
        guard line.time.isFinite, abs(line.time) < 4e9 else {
            throw Refusal(reason: "'time' must be seconds, not \(line.time).")
        }
        return RecordedExchange(
            time: PlantTime(seconds: line.time), server: line.server,
            connection: line.connection ?? 1, transactionId: line.transaction ?? 0,
            unit: UnitId(rawValue: line.unit), request: request, answer: answer,
            latency: line.latency.flatMap { $0.isFinite ? .seconds($0) : nil })
    }

    private static func pdu(_ text: String) -> [UInt8]? {
        guard let bytes = [UInt8](hexadecimal: text), !bytes.isEmpty,
            bytes.count <= WireLimits.maximumPDU
        else { return nil }
        return bytes
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the line has no '\(key.stringValue)'."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.last?.stringValue ?? "line")' is not what it must be: "
                + context.debugDescription
        default: "the line is no JSON object of an exchange."
        }
    }
}

extension [UInt8] {
    /// Two digits a byte, small letters.
    package var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * count)
        for byte in self { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads two digits a byte; blanks and colons between bytes are skipped. Nil if there is
    /// anything else, or half a byte.
    package init?(hexadecimal text: some StringProtocol) {
        self = []
        var high: UInt8?
        for character in text.utf8 {
            let digit: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
            case UInt8(ascii: " "), UInt8(ascii: ":"):
                guard high == nil else { return nil }
                continue
            default: return nil
            }
            if let first = high {
                append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil else { return nil }
    }
}
