import Plants
import Testing

/// Dead band, stiction and faults of valves, each held to its law.
struct ActuatorTests {
    /// Demands in steps of 0.01 %, up and down between 30 and 70 %.
    private static let triangle: [Double] = (0...12_000).map { number in
        let place = number % 8000
        return 30 + Double(place <= 4000 ? place : 8000 - place) / 100
    }

    /// What the demand moves from each reversal until the stem moves again, and how far it then
    /// jumps.
    private func reversals(of kind: StemFriction.Kind) -> [(lost: Double, jump: Double)] {
        var friction = StemFriction(kind, at: 30)
        var found: [(lost: Double, jump: Double)] = []
        var stem = 30.0
        var lastDemand = 30.0
        var reversal: Double?
        var direction = 1.0
        for demand in Self.triangle {
            if demand != lastDemand, (demand > lastDemand) != (direction > 0) {
                direction = -direction
                reversal = lastDemand
            }
            let moved = friction.position(for: demand)
            if let start = reversal, moved != stem {
                found.append((abs(demand - start), abs(moved - stem)))
                reversal = nil
            }
            stem = moved
            lastDemand = demand
        }
        return found
    }

    @Test(arguments: [
        // stick band, slip jump, lost at a reversal, jump after it
        (5.0, 2.0, 5.00, 2.00), (3, 3, 3.00, 3.00), (4, 0, 4.01, 0.01),
    ])
    func stictionLosesItsBandAndJumps(band: Double, jump: Double, lost: Double, slip: Double) {
        let found = reversals(of: .stiction(stickBand: band, slipJump: jump))
        #expect(found.count == 2)
        for reversal in found {
            #expect(abs(reversal.lost - lost) < 0.0101, "lost \(reversal.lost)")
            #expect(abs(reversal.jump - slip) < 0.0101, "jump \(reversal.jump)")
        }
    }

    @Test func movingStemsStandHalfOfWhatIsLostBehind() {
        var friction = StemFriction(.stiction(stickBand: 5, slipJump: 2), at: 30)
        for demand in Self.triangle { _ = friction.position(for: demand) }
        let stem = friction.position(for: 70.01)
        #expect(abs(stem - 68.51) < 1e-9)
    }

    @Test func backlashIsStictionWithoutJump() {
        var backlash = StemFriction(.deadBand(4), at: 30)
        var stiction = StemFriction(.stiction(stickBand: 4, slipJump: 0), at: 30)
        for (number, demand) in Self.triangle.enumerated() {
            let (one, other) = (backlash.position(for: demand), stiction.position(for: demand))
            if number > 500 { #expect(abs(one - other) < 0.0101) }
        }
        for reversal in reversals(of: .deadBand(4)) {
            #expect(abs(reversal.lost - 4.01) < 0.0101)
            #expect(reversal.jump < 0.0101)
        }
    }

    @Test func bandsAreInPercentOfTheTravel() {
        // 2 % of 400 kPa are 8 kPa: half of it is lost on the first way up.
        var actuator = Actuator(
            position: 200, lag: 0, rate: 1e9, limits: 0...400,
            settings: ActuatorSettings(deadBand: 2), step: 0.1)
        actuator.move(toward: 203)
        #expect(actuator.position == 200)
        actuator.move(toward: 210)
        #expect(abs(actuator.position - 206) < 1e-9)
        actuator.move(toward: 203)
        #expect(abs(actuator.position - 206) < 1e-9)
        actuator.move(toward: 190)
        #expect(abs(actuator.position - 194) < 1e-9)
    }

    @Test func demandsAreHeldToTheTravel() {
        var actuator = Actuator(position: 1, lag: 0, rate: 1e9, limits: 0...4, step: 0.1)
        actuator.move(toward: 9)
        #expect(actuator.position == 4)
        actuator.move(toward: -9)
        #expect(actuator.position == 0)
    }

    @Test func settingsReplaceLagAndRate() {
        var actuator = Actuator(
            position: 0, lag: 9, rate: 1, limits: 0...100,
            settings: ActuatorSettings(lag: 0, rate: 50), step: 0.1)
        actuator.move(toward: 100)
        #expect(abs(actuator.position - 5) < 1e-12)
    }

    @Test(arguments: [
        // fault, where the stem stands after a move from 20 to 60 %, what the plant feels
        (ActuatorFault.stuck, 20.0, 20.0), (.open, 100, 100), (.closed, 0, 0), (.gain(0.5), 60, 30),
        (.deadBand(10), 55, 55), (.stiction(stickBand: 10, slipJump: 4), 57, 57),
    ])
    func aFaultDoesWhatItsNameSays(fault: ActuatorFault, position: Double, output: Double) {
        var actuator = Actuator(position: 20, lag: 0, rate: 1e9, limits: 0...100, step: 0.1)
        actuator.setFault(fault)
        actuator.move(toward: 60)
        #expect(abs(actuator.position - position) < 1e-9)
        #expect(abs(actuator.output - output) < 1e-9)
        actuator.setFault(nil)
        actuator.move(toward: 60)
        #expect(actuator.position == 60 && actuator.output == 60)
    }

    @Test func lostGainIsMeasuredFromTheClosedEnd() {
        let actuator = Actuator(
            position: 300, lag: 0, rate: 1e9, limits: 280...320,
            settings: ActuatorSettings(gain: 0.5), step: 0.1)
        #expect(actuator.output == 290)
    }
}
