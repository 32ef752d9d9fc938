import Foundation
import ModbusWire
import Tags
import Testing
import Traffic

struct TrafficTextTests {
    static let read = RecordedExchange(
        time: PlantTime(seconds: 0.25), server: "feed", connection: 3, transactionId: 42, unit: 7,
        request: [3, 0, 0, 0, 2], answer: [3, 4, 0, 1, 0, 2], latency: .milliseconds(3))
    static let unanswered = RecordedExchange(
        time: PlantTime(seconds: 1), server: "[::1]:502", unit: 0, request: [6, 0, 1, 0, 2],
        answer: nil)

    static func text(_ lines: String...) -> Data { Data(lines.joined(separator: "\n").utf8) }
    static let header = #"{"clock":"machine","trimtabTraffic":1}"#

    @Test func readsBackWhatItWrote() throws {
        let writer = TrafficText()
        let header = TrafficHeader(clock: .plant, profile: "evaporator", digest: "0a", seed: 9)
        var data = try writer.line(header)
        data += try writer.line(Self.read)
        data += try writer.line(Self.unanswered)
        let record = try TrafficText.read(data, named: "t.jsonl")
        #expect(record.header == header)
        #expect(record.exchanges == [Self.read, Self.unanswered])
    }

    @Test func aLineIsOneJSONObjectWithSortedKeys() throws {
        let line = String(decoding: try TrafficText().line(Self.read), as: UTF8.self)
        #expect(
            line == #"{"answer":"030400010002","connection":3,"latency":0.003,"#
                + #""request":"0300000002","server":"feed","time":0.25,"transaction":42,"unit":7}"#
                + "\n")
    }

    @Test(arguments: [
        (text(""), "t:1: the record is empty"),
        (text("{}"), "t:1: this is no record of traffic"),
        (text(#"{"clock":"plant","trimtabTraffic":2}"#), "t:1: the record is of version 2"),
        (text(header, "nonsense"), "t:2: the line is no JSON object"),
        (text(header, #"{"time":0,"server":"a","unit":1}"#), "t:2: the line has no 'request'"),
        (
            text(header, "", #"{"time":0,"server":"a","unit":1,"request":"0"}"#),
            "t:3: 'request' must be a PDU"
        ),
        (
            text(header, #"{"time":0,"server":"a","unit":1,"request":"03","answer":"zz"}"#),
            "t:2: 'answer' must be a PDU"
        ),
        (
            text(header, #"{"time":1e300,"server":"a","unit":1,"request":"03"}"#),
            "t:2: 'time' must be seconds"
        ),
        (text(header, #"{"time":0,"server":"a","unit":300,"request":"03"}"#), "t:2: "),
    ])
    func namesTheLineThatCannotBeRead(data: Data, message: String) {
        let failure = #expect(throws: TrafficText.Failure.self) {
            try TrafficText.read(data, named: "t")
        }
        #expect(failure?.description.hasPrefix(message) == true, "\(String(describing: failure))")
    }

    @Test(arguments: [
        ("", [] as [UInt8]?), ("0aFF", [10, 255]), ("0a:ff 01", [10, 255, 1]), ("0", nil),
        ("0 a", nil), ("0g", nil),
    ])
    func readsBytesInHexadecimal(text: String, bytes: [UInt8]?) {
        #expect([UInt8](hexadecimal: text) == bytes)
    }
}

struct TrafficRecorderTests {
    static func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent(
            "traffic-\(UUID().uuidString).jsonl"
        ).path
    }

    @Test func recordsWhatItIsGivenAndTakesItsNameAtTheEnd() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let recorder = try TrafficRecorder(path: path, header: TrafficHeader(clock: .machine))
        for index in 0..<2_000 {
            var exchange = TrafficTextTests.read
            exchange.transactionId = UInt16(index)
            recorder.put(exchange)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try recorder.finish() == 2_000)
        let record = try TrafficText.read(
            try Data(contentsOf: URL(fileURLWithPath: path)), named: path)
        #expect(record.exchanges.map(\.transactionId) == (0..<2_000).map(UInt16.init))
    }

    @Test func saysWhatTheDiskRefused() throws {
        let failure = #expect(throws: TrafficText.Failure.self) {
            try TrafficRecorder(
                path: "/nonexistent/folder/t.jsonl", header: TrafficHeader(clock: .machine))
        }
        #expect(failure?.description.contains("No such file or directory") == true)
    }

    @Test func tellsAtTheEndWhatAFullDiskRefused() throws {
        let path = Self.path()
        try FileManager.default.createSymbolicLink(
            atPath: path + ".part", withDestinationPath: "/dev/full")
        defer { try? FileManager.default.removeItem(atPath: path + ".part") }
        let recorder = try TrafficRecorder(path: path, header: TrafficHeader(clock: .machine))
        recorder.put(TrafficTextTests.read)
        let failure = #expect(throws: TrafficText.Failure.self) { try recorder.finish() }
        #expect(failure?.description.contains("No space left on device") == true)
    }
}
