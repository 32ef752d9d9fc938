import Assembly
import Profiles
import Tags
import Testing

struct ScenarioTimelineTests {
    private func time(_ seconds: Double) -> PlantTime { PlantTime(seconds: seconds) }

    @Test func entriesComeOnceAndInTheFilesOrder() {
        var timeline = ScenarioTimeline([
            ScenarioEntry(trigger: .at(.seconds(60)), actions: [.suspend("b")]),
            ScenarioEntry(trigger: .at(.seconds(30)), actions: [.suspend("a")]),
            ScenarioEntry(trigger: .at(.seconds(60)), actions: [.resume("b")]),
        ])
        #expect(timeline.next == time(30))
        #expect(timeline.take(upTo: time(29)).isEmpty)
        #expect(timeline.take(upTo: time(30)) == [.suspend("a")])
        #expect(timeline.next == time(60))
        #expect(timeline.take(upTo: time(90)) == [.suspend("b"), .resume("b")])
        #expect(timeline.next == nil)
        #expect(timeline.take(upTo: time(90)).isEmpty)
    }

    @Test func aPeriodComesAgainUntilItsLastTime() {
        var timeline = ScenarioTimeline([
            ScenarioEntry(
                trigger: .every(.seconds(10), first: .seconds(5), last: .seconds(25)),
                actions: [.suspend("a")])
        ])
        var times: [Double] = []
        while let next = timeline.next {
            times.append(next.seconds)
            #expect(timeline.take(upTo: next) == [.suspend("a")])
        }
        #expect(times == [5, 15, 25])
    }

    @Test func aConditionActsOnceAfterHoldingWithoutABreak() {
        let value = ScenarioValue.truth("X2")
        var timeline = ScenarioTimeline([
            ScenarioEntry(
                trigger: .when(value, .above(26), for: .seconds(20)), actions: [.suspend("a")])
        ])
        #expect(timeline.values == [value])
        #expect(timeline.next == nil)
        var acted: [Double] = []
        for (second, level) in [
            (0.0, 27.0), (10, 25), (20, 27), (30, 27), (40, 27), (50, 27), (60, 25), (90, 27),
            (120, 27),
        ] where !timeline.take([value: level], at: time(second)).isEmpty {
            acted.append(second)
        }
        #expect(acted == [40])
    }
}
