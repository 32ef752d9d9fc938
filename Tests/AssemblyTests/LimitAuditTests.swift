import Assembly
import Fleet
import ModbusWire
import Profiles
import Tags
import Testing

struct LimitAuditTests {
    static let setpoint = TagProfile(
        name: "kiln.setpoint", mapping: mapping, role: .manipulated,
        limits: SetpointLimits(
            range: 100...200, maximumStep: 5, minimumInterval: .seconds(60),
            maximumWritesPerHour: 60),
        place: SourcePlace(file: "kiln.yaml", line: 1, column: 1))

    static var mapping: RegisterMapping {
        var mapping = RegisterMapping(table: .holdingRegisters, address: 40, type: .uint16)
        mapping.scale = 0.1
        return mapping
    }

    /// Seconds, address and raw word of each write, and how many of them break a limit.
    static let histories: [([(Double, Int, UInt16)], Int)] = [
        ([], 0),
        ([(0, 40, 1500), (60, 40, 1550), (120, 40, 1500)], 0),
        ([(0, 40, 1500), (60, 40, 1552)], 1),  // 5.2 in one step
        ([(0, 40, 1500), (59, 40, 1510)], 1),  // too soon
        ([(0, 40, 2001)], 1),  // above the range
        ([(0, 40, 999)], 1),  // below the range
        ([(0, 41, 1500)], 1),  // nobody's register
        ([(0, 40, 1500), (59, 40, 1600)], 1),  // two faults of one write count once
        ([(0, 40, 2100), (60, 41, 0), (120, 40, 1500)], 3),
    ]

    @Test(arguments: histories)
    func countsWhatShouldNeverHaveCome(history: [(Double, Int, UInt16)], violations: Int) {
        let writes = history.map { seconds, address, word in
            ReceivedWrite(
                time: PlantTime(seconds: seconds), function: .writeSingleRegister,
                table: .holdingRegisters, address: address, words: [word], refusal: nil)
        }
        #expect(LimitAudit.violations(in: writes, tags: [Self.setpoint]) == violations)
    }

    @Test func aRefusedWriteLeavesTheRegisterAndStillCountsForTheInterval() {
        func write(_ seconds: Double, _ word: UInt16, refused: Bool) -> ReceivedWrite {
            ReceivedWrite(
                time: PlantTime(seconds: seconds), function: .writeSingleRegister,
                table: .holdingRegisters, address: 40, words: [word],
                refusal: refused ? .serverDeviceFailure : nil)
        }
        let far = [write(0, 1500, refused: false), write(60, 1550, refused: true)]
        // 160 is within a step of the refused 155, but not of 150, which the register still holds.
        let next = far + [write(120, 1600, refused: false)]
        #expect(LimitAudit.violations(in: far, tags: [Self.setpoint]) == 0)
        #expect(LimitAudit.violations(in: next, tags: [Self.setpoint]) == 1)
        let soon = far + [write(90, 1550, refused: false)]
        #expect(LimitAudit.violations(in: soon, tags: [Self.setpoint]) == 1)
    }
}
