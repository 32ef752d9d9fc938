import Tags
import Testing

struct SetpointLimitsTests {
    static let limits = SetpointLimits(
        range: 150...220, maximumStep: 2, minimumInterval: .seconds(60), maximumWritesPerHour: 60)

    @Test(arguments: UInt64(0)..<100)
    func keepsEveryMoveWithinItsLimits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var setpoint = 180.0
        for _ in 0..<200 {
            let proposal = Double.random(in: -1e6...1e6, using: &random)
            let next = Self.limits.reachable(from: setpoint, toward: proposal)
            #expect(Self.limits.range.contains(next))
            #expect(abs(next - setpoint) <= Self.limits.maximumStep)
            setpoint = next
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func aProposalThatIsNotFiniteMovesNothing(proposal: Double) {
        #expect(Self.limits.reachable(from: 180, toward: proposal) == 180)
    }

    @Test(arguments: [(100.0, 300.0, 152.0), (300, 100, 218), (180, 180.5, 180.5), (181, 150, 179)])
    func reachesTheNearestAllowedValue(current: Double, proposal: Double, expected: Double) {
        #expect(Self.limits.reachable(from: current, toward: proposal) == expected)
    }

    @Test(arguments: UInt64(0)..<200)
    func roundingNeverPassesTheStep(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let step = Double.random(in: 1e-9...1, using: &random)
        let limits = SetpointLimits(
            range: -1e9...1e9, maximumStep: step, minimumInterval: .zero, maximumWritesPerHour: 1)
        let current = Double.random(in: -1e6...1e6, using: &random)
        let next = limits.reachable(from: current, toward: current + 10)
        #expect(abs(next - current) <= step)
    }
}
