import Plants
import Testing

struct LoopTests {
    @Test func outputIsProportionalPlusIntegral() {
        var loop = PILoop(nominalOutput: 10, gain: 2, integralTime: 5, limits: 0...100)
        #expect(loop.output(setpoint: 3, measured: 1, for: 0.5) == 14)
        // the integral is now 2 × 0.5
        #expect(abs(loop.output(setpoint: 3, measured: 1, for: 0.5) - 14.4) < 1e-12)
    }

    @Test(arguments: [2.0, -2.0])
    func theIntegralStandsStillWhileItWouldPushFurtherIntoALimit(gain: Double) {
        var loop = PILoop(nominalOutput: 50, gain: gain, integralTime: 5, limits: 40...60)
        let away = gain > 0 ? 10.0 : -10
        for _ in 0..<100 {
            #expect(loop.output(setpoint: away, measured: 0, for: 1) == 60)
        }
        #expect(loop.integral == 0)
        // Nothing to unwind: the output leaves the limit with the error's sign.
        #expect(loop.output(setpoint: -away / 5, measured: 0, for: 1) == 46)
    }

    @Test func theIntegralMayLeadOutOfALimit() {
        var loop = PILoop(nominalOutput: 70, gain: 1, integralTime: 1, limits: 40...60)
        #expect(loop.output(setpoint: 5, measured: 0, for: 1) == 60)
        #expect(loop.integral == 0)
        #expect(loop.output(setpoint: -2, measured: 0, for: 1) == 60)
        #expect(loop.integral == -2)
    }

    @Test func anActuatorLagsAndKeepsItsRate() {
        var lagging = Actuator(position: 0, lag: 0.5, rate: 1e9, step: 0.1)
        for _ in 0..<5 { lagging.move(toward: 1) }
        #expect(abs(lagging.position - 0.6321205588) < 1e-9)

        var limited = Actuator(position: 0, lag: 0.5, rate: 20, step: 0.1)
        limited.move(toward: -1000)
        #expect(limited.position == -2)

        var direct = Actuator(position: 0, lag: 0, rate: 1e9, step: 0.1)
        direct.move(toward: 7)
        #expect(direct.position == 7)
    }

    @Test func aRampReachesItsTargetExactly() {
        var ramp = SetpointRamp(value: 1, rate: 0.5, step: 0.1)
        for _ in 0..<7 { ramp.move(toward: 1.3) }
        #expect(ramp.value == 1.3)
        for _ in 0..<2 { ramp.move(toward: 0) }
        #expect(abs(ramp.value - 1.2) < 1e-12)
    }
}
