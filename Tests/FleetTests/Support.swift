import Glibc
import Logging
import ModbusWire

import Profiles
import Tags

@testable import Fleet
@testable import Plants

/// The bytes of a text such as `00 2A | 07`; blanks and bars only separate.
func hex(_ text: String) -> [UInt8] {
    text.split { $0 == " " || $0 == "|" }.map { word in
        guard let byte = UInt8(word, radix: 16) else { preconditionFailure("no byte: \(word)") }
        return byte
    }
}

func range(_ start: Int, _ count: Int) -> AddressRange {
    guard let range = AddressRange(start: start, count: count) else {
        preconditionFailure("no range")
    }
    return range
}

func block(_ table: PrimaryTable, _ start: Int, _ count: Int, value: UInt16 = 0) -> RegisterBlock {
    RegisterBlock(table: table, range: range(start, count), value: value)
}

/// A device of plain registers: in each table 0–199, 1000–1009 and 65535.
let plainProfile = DeviceProfile(
    name: "plain",
    blocks: PrimaryTable.allCases.flatMap { table in
        [block(table, 0, 200), block(table, 1000, 10), block(table, 65535, 1)]
    })

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension SimulatedDevice {
    /// A device without a socket.
    static func make(
        _ profile: DeviceProfile = plainProfile, plant: (any PlantModel)? = nil,
        signals: [TagName: Int] = [:], logCapacity: Int = 100
    ) throws -> SimulatedDevice {
        try SimulatedDevice(
            profile, signals: signals, host: PlantHost(plant), logCapacity: logCapacity)
    }

    /// Answers a PDU given as bytes.
    func answer(_ pdu: [UInt8]) -> [UInt8] {
        var answer = [UInt8](repeating: 0xEE, count: WireLimits.maximumPDU)
        let size = pdu.withUnsafeBytes { request in
            answer.withUnsafeMutableBytes { room -> Int in
                guard let base = room.baseAddress else { return 0 }
                return self.answer(request, into: base)
            }
        }
        return Array(answer[..<size])
    }

    func answer(_ pdu: String) -> [UInt8] { answer(hex(pdu)) }

    func answer(_ request: RequestPDU) -> [UInt8] { answer(request.encoded) }
}

/// A plant of counters: a reading that grows by 1 a step, a setpoint of 10…20 with its twin, which
/// follows at the next step, and the steps as a counter. One step is one second.
final class StubPlant: PlantModel {
    static let signals: [PlantSignal] = [
        signal("level", 0...1000, .reading), signal("level.setpoint", 10...20, .setpoint),
        signal("level.held", 0...100, .reading), signal("heartbeat", 0...65535, .counter),
        signal("remote", 0...1, .permissive),
    ]

    let description = PlantDescription(
        model: "stub", title: "Stub", source: "none", step: .seconds(1), signals: signals,
        parameters: [], instruments: [], truths: ["level"], quality: "level",
        nominalSetpoints: ["level.setpoint": 15])
    private(set) var time = PlantTime.start
    private(set) var steps = 0
    private(set) var reads = 0
    private(set) var received: [Double] = []
    private var setpoint = 15.0
    private var held = 15.0

    static func signal(
        _ name: String, _ range: ClosedRange<Double>, _ kind: PlantSignal.Kind
    ) -> PlantSignal {
        PlantSignal(name: name, unit: "m", range: range, kind: kind, summary: "")
    }

    func step() {
        steps += 1
        held = setpoint
        time = time + .seconds(1)
    }

    func value(of signal: Int) -> Double {
        reads += 1
        return [Double(steps), setpoint, held, Double(steps % 65536), 1][signal]
    }

    func setSetpoint(_ signal: Int, to value: Double) {
        received.append(value)
        setpoint = value
    }

    func truth(of name: String) -> Double? { name == "level" ? Double(steps) : nil }

    func snapshot() -> PlantSnapshot {
        PlantSnapshot(model: "stub", numbers: [setpoint, held], words: [UInt64(steps)])
    }

    func restore(_ snapshot: PlantSnapshot) throws(PlantError) {
        guard snapshot.model == "stub" else {
            throw .snapshotOfAnotherModel(snapshot.model, expected: "stub")
        }
        (setpoint, held) = (snapshot.numbers[0], snapshot.numbers[1])
        steps = Int(snapshot.words[0])
        time = .start + .seconds(steps)
    }

    func setFault(_ fault: InstrumentFault?, onInstrument signal: Int) -> Bool { false }

    func setFault(_ fault: ActuatorFault?, onActuator name: String) -> Bool { false }

    func override(_ disturbance: String, with value: Double?) -> Bool { false }
}

/// What ``StubPlant`` shows where, and the same as signal numbers.
enum StubMap {
    static let profile = DeviceProfile(
        name: "tank", unit: 7,
        tags: [
            TagProfile(
                name: "tank.level",
                mapping: RegisterMapping(table: .inputRegisters, address: 0, type: .float32)),
            TagProfile(
                name: "tank.setpoint",
                mapping: RegisterMapping(table: .holdingRegisters, address: 10, type: .float32),
                role: .manipulated),
            TagProfile(
                name: "tank.held",
                mapping: RegisterMapping(
                    table: .inputRegisters, address: 2, type: .int16, scale: 0.1)),
            TagProfile(
                name: "tank.heartbeat",
                mapping: RegisterMapping(table: .inputRegisters, address: 3, type: .uint16)),
            TagProfile(
                name: "tank.remote",
                mapping: RegisterMapping(table: .discreteInputs, address: 4, type: .bool)),
            TagProfile(
                name: "tank.copy",
                mapping: RegisterMapping(table: .holdingRegisters, address: 20, type: .uint16)),
        ])

    static let signals: [TagName: Int] = [
        "tank.level": 0, "tank.setpoint": 1, "tank.held": 2, "tank.heartbeat": 3,
        "tank.remote": 4, "tank.copy": 0,
    ]

    static let bindings = signals.map { tag, number in
        PlantBinding(signal: StubPlant.signals[number].name, tag: tag)
    }
}
