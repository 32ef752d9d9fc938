import ModbusWire
import Tags
import Testing
import Traffic

struct CapturedTrafficTests {
    /// One line as tshark prints it: client 127.0.0.1:40000 and a server at port 1502.
    static func line(
        _ time: Double, fromClient: Bool, sequence: UInt32, _ payload: [UInt8] = [],
        syn: Bool = false, ack: Bool = true
    ) -> String {
        let ends = fromClient ? ("40000", "1502") : ("1502", "40000")
        return [
            "\(time)", "0", "127.0.0.1", "", ends.0, "127.0.0.1", "", ends.1, "\(sequence)",
            syn ? "1" : "0", ack ? "True" : "False", payload.hexadecimal,
        ].joined(separator: "\t")
    }

    static func adu(_ id: UInt16, _ pdu: [UInt8]) -> [UInt8] {
        ADU(transactionId: id, unit: 7, pdu: pdu).bytes
    }

    static let request = adu(5, [3, 0, 0, 0, 1])
    static let answer = adu(5, [3, 2, 0, 9])
    static let opening = line(100, fromClient: true, sequence: 0, syn: true, ack: false)

    @Test func pairsARequestWithItsAnswer() throws {
        let captured = try CapturedTraffic(
            tshark: [
                Self.opening, Self.line(101, fromClient: true, sequence: 1, Self.request),
                Self.line(101.5, fromClient: false, sequence: 1, Self.answer),
            ].joined(separator: "\n"))
        #expect(captured.faults.isEmpty)
        #expect(
            captured.exchanges == [
                RecordedExchange(
                    time: PlantTime(seconds: 1), server: "127.0.0.1:1502", connection: 1,
                    transactionId: 5, unit: 7, request: [3, 0, 0, 0, 1], answer: [3, 2, 0, 9],
                    latency: .milliseconds(500))
            ])
    }

    @Test(arguments: 1..<request.count)
    func joinsARequestCutAnywhereSentTwiceAndOutOfOrder(cut: Int) throws {
        let head = Self.line(101, fromClient: true, sequence: 1, Array(Self.request[..<cut]))
        let tail = Self.line(
            101.25, fromClient: true, sequence: UInt32(1 + cut), Array(Self.request[cut...]))
        let captured = try CapturedTraffic(
            tshark: [
                Self.opening, head, tail, head,
                Self.line(101.5, fromClient: false, sequence: 1, Self.answer),
            ].joined(separator: "\n"))
        #expect(captured.exchanges.map(\.answer) == [[3, 2, 0, 9]])
        #expect(captured.faults.isEmpty)
    }

    @Test func pairsEachRequestWithItsOwnAnswerThoughAllHaveOneId() throws {
        var lines = [Self.opening]
        for index in 0..<UInt32(100) {
            let time = 101 + Double(index)
            lines.append(
                Self.line(
                    time, fromClient: true, sequence: 1 + index * UInt32(Self.request.count),
                    Self.request))
            lines.append(
                Self.line(
                    time + 0.5, fromClient: false, sequence: 1 + index * 11,
                    Self.adu(5, [3, 2, 0, UInt8(index)])))
        }
        let captured = try CapturedTraffic(tshark: lines.joined(separator: "\n"))
        #expect(captured.exchanges.map { $0.answer?.last } == (0..<100).map { UInt8($0) })
    }

    @Test func leavesTheRestOfAStreamWithAHoleOut() throws {
        let captured = try CapturedTraffic(
            tshark: [
                Self.opening, Self.line(101, fromClient: true, sequence: 1, Self.request),
                Self.line(102, fromClient: true, sequence: 99, Self.request),
            ].joined(separator: "\n"))
        #expect(captured.exchanges.count == 1)
        #expect(captured.faults.count == 1)
        #expect(captured.faults.first?.contains("86 bytes of the requests are missing") == true)
    }

    @Test func takesThePortItIsToldWithoutTheOpening() throws {
        let line = Self.line(101, fromClient: true, sequence: 1, Self.request)
        #expect(try CapturedTraffic(tshark: line, port: 1502).exchanges.count == 1)
        #expect(try CapturedTraffic(tshark: line, port: 9).exchanges.isEmpty)
        #expect(try CapturedTraffic(tshark: line).exchanges.first?.server == "127.0.0.1:1502")
    }

    @Test func refusesWhatIsNotTsharksOutput() {
        #expect(throws: TrafficText.Failure.self) { try CapturedTraffic(tshark: "a\tb") }
    }
}
