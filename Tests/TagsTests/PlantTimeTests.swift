import Tags
import Testing

struct PlantTimeTests {
    @Test func sumsOfStepsAreExact() {
        var time = PlantTime.start
        for _ in 0..<14_400 { time = time + .seconds(6) }
        #expect(time == PlantTime(seconds: 86_400))
        #expect(time - .start == .seconds(86_400))
        #expect(time - .milliseconds(1) < time)
    }

    @Test(arguments: [
        (Duration.milliseconds(1500), 1.5), (.seconds(-2), -2), (.nanoseconds(1), 1e-9),
    ])
    func durationsAreReadInSeconds(duration: Duration, seconds: Double) {
        #expect(duration.inSeconds == seconds)
    }
}
