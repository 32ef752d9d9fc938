import Glibc
import ModbusWire
import Profiles
import Reactor
import Testing

@testable import Fleet

/// What a hostile or clumsy client does, and what must come back.
struct MalformedInput: Sendable, CustomTestStringConvertible {
    /// What follows the answers.
    enum Ending: Sendable {
        /// The connection stays and is served.
        case open
        /// The server closes.
        case closed
        /// The client resets, so nothing can come back.
        case reset
        /// The client ends its side; the server sends what is due and closes.
        case ended
    }

    var name: String
    /// Parts sent one after the other; a good client is served between two of them, so that each
    /// has been looked at before the next.
    var parts: [[UInt8]]
    /// Every byte that comes back.
    var answer: [UInt8]
    var ending = Ending.open

    var testDescription: String { name }

    /// One request and the PDU it gets.
    static func asking(_ name: String, _ pdu: [UInt8], _ answer: [UInt8]) -> MalformedInput {
        MalformedInput(name: name, parts: [adu(pdu)], answer: adu(answer))
    }

    /// One request and the exception it gets.
    static func refused(_ name: String, _ pdu: [UInt8], _ code: UInt8) -> MalformedInput {
        asking(name, pdu, [pdu[0] | 0x80, code])
    }

    /// Bytes after which the server closes without a word.
    static func cut(_ name: String, _ bytes: [UInt8]) -> MalformedInput {
        MalformedInput(name: name, parts: [bytes], answer: [], ending: .closed)
    }

    /// An ADU built by hand, without limits.
    static func adu(_ pdu: [UInt8], id: UInt16 = 0x0900, unit: UInt8 = 1) -> [UInt8] {
        joined(id.wireBytes, [0, 0], UInt16(pdu.count + 1).wireBytes, [unit], pdu)
    }

    /// The parts as one; quicker for the compiler than a chain of `+`.
    static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }

    /// The part so many times.
    static func times(_ count: Int, _ part: [UInt8]) -> [UInt8] {
        Array(repeatElement(part, count: count).joined())
    }

    static func word(_ value: Int) -> [UInt8] { UInt16(value).wireBytes }

    static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
    static func ones(_ count: Int) -> [UInt8] { Array(repeating: 0xFF, count: count) }

    /// Bits 0–1999, registers 0–199, and 65535 of each table; all bits 0, all registers 7.
    static let device = DeviceProfile(
        name: "target",
        blocks: PrimaryTable.allCases.flatMap { table in
            let value: UInt16 = table.isBits ? 0 : 7
            return [
                block(table, 0, table.isBits ? 2000 : 200, value: value),
                block(table, 65535, 1, value: value),
            ]
        }, identification: [0: "Osprey", 1: "D2", 2: "1.4"])
}

/// A client that behaves, and sees all that the device holds.
struct Witness {
    static let read = RequestPDU.read(.holdingRegisters, range(40, 2))
    static let readAnswer: [UInt8] = [3, 4, 0, 7, 0, 7]

    let client: Client

    init(_ device: BoundDevice) throws { client = try Client(device) }

    func isServed() throws -> Bool { try client.ask(Self.read) == Self.readAnswer }

    /// Everything the device holds.
    func image() throws -> [[UInt8]?] {
        try PrimaryTable.allCases.flatMap { table in
            let ranges =
                table.isBits ? [range(0, 2000)] : [range(0, 100), range(100, 100)]
            return try (ranges + [range(65535, 1)]).map { try client.ask(.read(table, $0)) }
        }
    }
}

extension MalformedInput {
    /// Plays it against a running fleet and checks all that must hold.
    func play(_ settings: FleetSettings = FleetSettings()) async throws {
        try await withFleet([Self.device], settings: settings) { fleet, bound in
            let witness = try Witness(bound[0])
            let image = try witness.image()
            try await act(bound[0], witness)
            #expect(try witness.isServed())
            #expect(try witness.image() == image)
            #expect(await fleet.counters().devices["target"]?.writes == 0)
        }
    }

    private func act(_ device: BoundDevice, _ witness: Witness) async throws {
        let client = try Client(device)
        for part in parts {
            client.send(part)
            #expect(try witness.isServed())
        }
        switch ending {
        case .reset:
            client.resetWhenClosed()
            return
        case .ended: client.endSending()
        case .open, .closed: break
        }
        var received: [UInt8] = []
        if ending == .open {
            // The answer to a sound request must follow at once: nothing was lost or left over.
            client.send(Self.adu(Witness.read.encoded, id: 0xBEEF))
            let expected = answer + Self.adu(Witness.readAnswer, id: 0xBEEF)
            while received.count < expected.count {
                guard let bytes = client.receive(), !bytes.isEmpty else { break }
                received += bytes
            }
            #expect(received == expected)
        } else {
            let all = client.receiveAll()
            #expect(all.bytes == answer)
            if ending == .ended { #expect(!all.isReset) }
        }
    }
}

extension Client {
    /// Makes the end of this client a reset.
    func resetWhenClosed() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &value,
            socklen_t(MemoryLayout<linger>.size))
    }
}

extension Client {
    /// Sends what the system takes at once.
    func sendWithoutWaiting(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            _ = Glibc.send(
                descriptor, buffer.baseAddress, buffer.count,
                Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
    }
}
