import Glibc
import ModbusWire
import Profiles
import Tags
import Testing

@testable import Fleet

/// What the rows of fault tests are played against: two units behind one port, and a device aside.
enum FaultFixture {
    static func tag(
        _ name: TagName, _ address: Int, _ type: RegisterType, _ initial: TagValue,
        scale: Double = 1, table: PrimaryTable = .holdingRegisters
    ) -> TagProfile {
        TagProfile(
            name: name,
            mapping: RegisterMapping(table: table, address: address, type: type, scale: scale),
            isWritable: true, initialValue: initial)
    }

    static let devices: [DeviceProfile] = [
        DeviceProfile(
            name: "pump", endpoint: "shared", unit: 1,
            tags: [
                tag("pump.level", 40, .float32, .number(1.5)),
                tag("pump.count", 42, .uint32, .integer(0x0001_0002)),
                tag("pump.name", 44, .string(bytes: 8), .text("PUMP")),
                tag("pump.set", 48, .int16, .number(25), scale: 0.1),
                tag("pump.total", 49, .uint16, .integer(3)),
                tag("pump.factor", 50, .int16, .integer(-1)),
                tag("pump.power", 51, .int16, .integer(1234)),
                tag("pump.flags", 52, .uint16, .integer(0xF0)),
                tag("pump.clock", 54, .uint32, .integer(0)),
            ],
            blocks: [
                block(.holdingRegisters, 0, 10, value: 5),
                block(.holdingRegisters, 60, 5, value: 7),
                block(.holdingRegisters, 66, 4, value: 7), block(.inputRegisters, 0, 200, value: 9),
                block(.coils, 0, 3, value: 1), block(.coils, 3, 17),
            ]),
        DeviceProfile(
            name: "mate", endpoint: "shared", unit: 2,
            blocks: [block(.holdingRegisters, 0, 10, value: 6)]),
        DeviceProfile(name: "aside", blocks: [block(.holdingRegisters, 0, 10, value: 8)]),
    ]

    static let facts = FaultFacts(devices: devices)

    /// A rule from its YAML; a name and a device are added where there is none.
    static func rule(_ text: String, number: Int = 0) throws -> FaultRule {
        let device = text.contains("device:") ? "" : "device: pump, "
        let name = text.contains("name:") ? "" : "name: fault\(number), "
        let end =
            ["count:", "for: ", "until:"].contains { isAtTop($0, text) } ? "" : ", until: cleared"
        let (rule, diagnostics) = FaultRuleReader.read(
            "{\(name)\(device)\(text)\(end)}", named: "rule", facts: facts)
        return try #require(rule, "\(text): \(diagnostics)")
    }

    /// Whether a key stands outside all braces.
    private static func isAtTop(_ key: String, _ text: String) -> Bool {
        var depth = 0
        var outside = ""
        for character in text {
            if character == "{" { depth += 1 }
            if depth == 0 { outside.append(character) }
            if character == "}" { depth -= 1 }
        }
        return outside.contains(key)
    }
}

/// A client of bytes: numbers its requests from 1 and shows exactly what comes.
final class WireClient {
    private let descriptor: Int32
    private var nextId: UInt16 = 1
    /// Requests sent.
    private(set) var sent = 0

    init(_ device: BoundDevice) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var isOn: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
            socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(device.port).bigEndian
        inet_pton(AF_INET, device.host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Client.ConnectFailed(code: errno) }
    }

    deinit { close(descriptor) }

    /// A request's bytes, with the next transaction id.
    func request(_ pdu: String, unit: UInt8) -> [UInt8] {
        let id = nextId
        nextId += 1
        sent += 1
        return ADU(transactionId: id, unit: UnitId(rawValue: unit), pdu: hex(pdu)).bytes
    }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    func count(_ requests: Int) { sent += requests }

    /// So many bytes, or as many as come within ten seconds or before the end.
    func receive(_ count: Int) -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            var buffer = [UInt8](repeating: 0, count: count - all.count)
            let got = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard got > 0 else { break }
            all += buffer[..<got]
        }
        return all
    }

    /// What has come so far; nil at the end of the stream or after a reset.
    func receiveNow() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = buffer.withUnsafeMutableBytes {
            recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        if got > 0 { return Array(buffer[..<got]) }
        return got < 0 && errno == EAGAIN ? [] : nil
    }

    /// How the stream goes on: `end`, `reset`, or bytes.
    func ending() -> String {
        var byte: UInt8 = 0
        let got = recv(descriptor, &byte, 1, 0)
        if got == 0 { return "end" }
        if got > 0 { return "a byte" }
        return errno == ECONNRESET ? "reset" : "nothing"
    }
}

/// One thing a row of the fault tests does, and what must follow.
enum FaultStep {
    /// A PDU asked, and the PDU of a right answer to it.
    case ask(String, String, unit: UInt8 = 1, on: Int = 0)
    /// PDUs sent in one segment.
    case send([String], unit: UInt8 = 1, on: Int = 0)
    /// Bytes sent as they are; how many requests they hold.
    case raw(String, requests: Int = 1, on: Int = 0)
    /// Exactly these bytes come next.
    case hear(String, on: Int = 0)
    /// Everything sent was taken, and nothing has come.
    case silent(on: Int = 0)
    /// Plant time goes on.
    case advance(Double)
    case ends(on: Int = 0)
    case resets(on: Int = 0)
    case connect(Int, to: String = "pump")
    /// No connection can be made.
    case refused(to: String = "pump")
    case clear
    /// So many rules have struck so often in all.
    case struck(Int)
}

/// One row of quirks.md played by rules.
struct FaultRow: Sendable, CustomTestStringConvertible {
    let section: Int
    let quirk: String
    let rules: [String]
    let steps: [FaultStep]

    var testDescription: String { "§\(section) \(quirk): \(rules.joined(separator: " and "))" }

    init(_ section: Int, _ quirk: String, _ rules: String..., steps: [FaultStep]) {
        self.section = section
        self.quirk = quirk
        self.rules = rules
        self.steps = steps
    }
}

extension FaultStep: Sendable {}

/// Plays a row against a started fleet.
final class FaultStage {
    let fleet: SimulatedFleet
    let bound: [BoundDevice]
    private var clients: [Int: WireClient] = [:]
    private var gone = 0
    private var time = 0.0

    init(_ fleet: SimulatedFleet, _ bound: [BoundDevice]) throws {
        self.fleet = fleet
        self.bound = bound
        clients[0] = try WireClient(bound[0])
    }

    private func device(_ name: String) throws -> BoundDevice {
        try #require(bound.first { $0.name == name })
    }

    func play(_ step: FaultStep, _ row: FaultRow) async throws {
        let words = Comment(rawValue: "\(row.testDescription): \(step)")
        switch step {
        case .ask(let pdu, let answer, let unit, let number):
            let client = try #require(clients[number])
            let request = client.request(pdu, unit: unit)
            client.send(request)
            let expected = ADU(
                transactionId: UInt16(request[0]) << 8 | UInt16(request[1]),
                unit: UnitId(rawValue: unit), pdu: hex(answer)
            ).bytes
            #expect(client.receive(expected.count) == expected, words)
        case .send(let pdus, let unit, let number):
            let client = try #require(clients[number])
            client.send(pdus.flatMap { client.request($0, unit: unit) })
        case .raw(let bytes, let requests, let number):
            let client = try #require(clients[number])
            client.count(requests)
            client.send(hex(bytes))
        case .hear(let bytes, let number):
            let client = try #require(clients[number])
            #expect(client.receive(hex(bytes).count) == hex(bytes), words)
        case .silent(let number):
            try await settle()
            let client = try #require(clients[number])
            #expect(client.receiveNow() == [], words)
        case .advance(let seconds):
            try await settle()
            time += seconds
            await fleet.advance(to: PlantTime(seconds: time))
        case .ends(let number):
            #expect(try #require(clients[number]).ending() == "end", words)
        case .resets(let number):
            #expect(try #require(clients[number]).ending() == "reset", words)
        case .connect(let number, let name):
            if let old = clients[number] { gone += old.sent }
            clients[number] = try WireClient(try device(name))
            // A turn of the thread's loop may end, and the next run its jobs before it accepts.
            for _ in 0..<3 { _ = await fleet.counters() }
        case .refused(let name):
            let target = try device(name)
            #expect(throws: Client.ConnectFailed.self, words) { try WireClient(target) }
        case .clear: await fleet.clearFaults()
        case .struck(let count):
            try await settle()
            let strikes = await fleet.faults().map(\.strikes).reduce(0, +)
            #expect(strikes == count, words)
        }
    }

    /// Waits until the fleet has taken every request that was sent.
    private func settle() async throws {
        let sent = gone + clients.values.map(\.sent).reduce(0, +)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if await fleet.journal().count >= sent { return }
            await Task.yield()
        }
        Issue.record("the fleet has not taken \(sent) requests")
    }

    /// Devices without a fault answer as ever, on a port of their own and at once.
    func checkNeighbours() async throws {
        let client = try WireClient(try device("aside"))
        client.send(client.request("03 00 00 00 01", unit: 1))
        #expect(client.receive(11) == hex("00 01 00 00 00 05 01 03 02 00 08"))
    }
}
