import Assembly
import Control
import ModbusWire
import Profiles
import Tags
import Testing

struct ScenarioMonitorTests {
    /// Tells a monitor the values of the tag, one each minute from the start, and judges.
    private func verdict(
        _ kind: ScenarioExpectation.Kind, _ values: [Double?], ends: [String: Int] = [:],
        minutes: Int? = nil
    ) -> ScenarioVerdict {
        var monitor = ScenarioMonitor(.example(kind))
        for (minute, value) in values.enumerated() {
            let time = PlantTime.start + .seconds(60 * minute)
            for (fault, end) in ends where end == minute {
                monitor.take(.faultEnded(fault), at: time)
            }
            monitor.take(.value(.tag("kiln.T"), value, isRegular: true), at: time)
        }
        let end = PlantTime.start + .seconds(60 * (minutes ?? values.count - 1))
        return monitor.verdicts(ScenarioEnding(time: end))[0]
    }

    private func minutes(_ range: ClosedRange<Int>) -> ClosedRange<Duration> {
        .seconds(60 * range.lowerBound)...(.seconds(60 * range.upperBound))
    }

    @Test func aValueIsTheLastSeenByItsTime() {
        let kind = ScenarioExpectation.Kind.value(
            .tag("kiln.T"), .between(1...2), at: .seconds(150))
        #expect(verdict(kind, [9, 9, 1.5, 9]).isMet)
        let failed = verdict(kind, [1, 1, 9, 1])
        #expect(!failed.isMet)
        #expect(failed.found == "9")
        #expect(failed.values.map(\.text) == ["1", "1", "9"])
    }

    @Test func aTimeTheScenarioNeverReachedIsAFailure() {
        let kind = ScenarioExpectation.Kind.value(.tag("kiln.T"), .above(0), at: .seconds(600))
        #expect(
            verdict(kind, [1, 1]).found == "the scenario ended at 00:01:00, before 00:10:00")
    }

    @Test func everyValueOfAWindowCountsAndNoneBesideIt() {
        let kind = ScenarioExpectation.Kind.always(
            .tag("kiln.T"), .below(5), over: minutes(1...3))
        #expect(verdict(kind, [9, 1, 2, 3, 9]).isMet)
        let failed = verdict(kind, [1, 1, 6, 8, 1])
        #expect(
            failed.found
                == "2 of 3 values are not: the first 6 at 00:02:00, the worst 8 at 00:03:00")
        #expect(failed.values.last == TracedValue(time: PlantTime(seconds: 180), text: "8"))
        #expect(!verdict(kind, [1, 1, nil, 1]).isMet)
    }

    @Test func aValueThatSettlesInTimeAndStaysIsEnough() {
        let kind = ScenarioExpectation.Kind.settles(
            .tag("kiln.T"), .near(25, tolerance: 1), within: .seconds(120), for: .seconds(120),
            after: .time(.zero))
        #expect(verdict(kind, [9, 20, 24.5, 25, 25.5, 9]).isMet)
        #expect(verdict(kind, [25, 25, 25, 9, 9]).isMet)
    }

    @Test func aValueThatSettlesLateOrLeavesAgainIsNot() {
        let kind = ScenarioExpectation.Kind.settles(
            .tag("kiln.T"), .near(25, tolerance: 1), within: .seconds(120), for: .seconds(120),
            after: .time(.zero))
        #expect(
            verdict(kind, [9, 20, 23, 25, 25, 25]).found
                == "not met by 00:02:00; nearest 23 at 00:02:00")
        #expect(
            verdict(kind, [9, 25, 25, 9, 25, 25, 25]).found
                == "met, and lost again at 00:03:00")
        #expect(
            verdict(kind, [9, 9, 25, 25]).found
                == "only since 00:02:00, and the scenario ended at 00:03:00")
    }

    @Test func aValueCanBeAwaitedFromTheEndOfAFault() {
        let kind = ScenarioExpectation.Kind.settles(
            .tag("kiln.T"), .above(5), within: .seconds(60), for: .zero,
            after: .endOfFault("late"))
        #expect(verdict(kind, [1, 1, 1, 9, 9], ends: ["late": 2]).isMet)
        #expect(!verdict(kind, [1, 1, 1, 1, 9], ends: ["late": 2]).isMet)
        #expect(
            verdict(kind, [9, 9]).found == "the fault 'late' never ended")
    }

    @Test(
        arguments: [
            (ScenarioExpectation.Statistic.mean, 2.5), (.minimum, 1), (.maximum, 4), (.span, 3),
            (.standardDeviation, 1.118_034), (.meanAbsoluteError(target: 2), 1),
            (.shareInTolerance(target: 2, tolerance: 1), 0.75), (.changes, 3),
        ])
    func aStatisticIsOfTheValuesInTheWindow(
        statistic: ScenarioExpectation.Statistic, figure: Double
    ) {
        let kind = ScenarioExpectation.Kind.statistic(
            .tag("kiln.T"), statistic, .near(figure, tolerance: 1e-6), over: minutes(1...4))
        #expect(verdict(kind, [100, 1, 2, 3, 4, 100]).isMet)
    }

    @Test func aStatisticLeavesOutMomentsBetweenTheRegularOnes() {
        let kind = ScenarioExpectation.Kind.statistic(
            .tag("kiln.T"), .mean, .equals(2), over: minutes(0...2))
        var monitor = ScenarioMonitor(.example(kind))
        for (second, value, isRegular) in [(0, 1.0, true), (30, 50, false), (60, 3, true)] {
            monitor.take(
                .value(.tag("kiln.T"), value, isRegular: isRegular),
                at: PlantTime(seconds: Double(second)))
        }
        #expect(monitor.verdicts(ScenarioEnding(time: PlantTime(seconds: 120)))[0].isMet)
    }

    @Test func aTotalIsWhatCameBetweenTheTwoEndsOfItsWindow() {
        let subject = CountSubject.requests(RequestFilter(device: "kiln"))
        var monitor = ScenarioMonitor(.example(.count(subject, 3...4, over: minutes(1...2))))
        #expect(monitor.totals.map(\.subject) == [subject])
        monitor.take(.total(subject, 10, .before), at: PlantTime(seconds: 60))
        monitor.take(.total(subject, 14, .after), at: PlantTime(seconds: 120))
        let verdict = monitor.verdicts(ScenarioEnding(time: PlantTime(seconds: 120)))[0]
        #expect(verdict.isMet)
        #expect(verdict.found == "4")
    }
}

struct ScenarioSampleTests {
    private let layout = ScanLayout(group: "all", tags: ["kiln.T", "kiln.sp"])

    private func scan(_ second: Int, _ samples: [(Double, SampleStatus)]) -> ScenarioEvent {
        let time = PlantTime(seconds: Double(second))
        return .scan(
            Scan(
                layout: layout, sequence: second / 6, time: time,
                samples: samples.map {
                    Sample(value: $0.0, status: $0.1, requestedAt: time, answeredAt: time)
                }), held: ["kiln.T": 50, "kiln.sp": 80])
    }

    private func verdict(
        _ kind: ScenarioExpectation.Kind, _ scans: [[(Double, SampleStatus)]],
        faultEnds: Int? = nil
    ) -> ScenarioVerdict {
        var monitor = ScenarioMonitor(.example(kind))
        for (number, samples) in scans.enumerated() {
            let time = PlantTime(seconds: Double(number * 6))
            if number == faultEnds { monitor.take(.faultEnded("late"), at: time) }
            monitor.take(scan(number * 6, samples), at: time)
        }
        let end = PlantTime(seconds: Double(scans.count * 6))
        return monitor.verdicts(ScenarioEnding(time: end))[0]
    }

    private static let all = Duration.zero...Duration.seconds(12)
    private static let good = [(50.0, SampleStatus.good), (80.0, .good)]
    private static let bad = [(Double.nan, SampleStatus.bad(.timedOut)), (80.0, .good)]

    @Test func aGoodSampleThatIsNotWhatTheDeviceHoldsIsWrong() {
        let kind = ScenarioExpectation.Kind.count(
            .wrongSamples(of: nil, tolerance: 0.5), 0...0, over: Self.all)
        #expect(verdict(kind, [Self.good, Self.bad, [(50.4, .good), (80, .good)]]).isMet)
        let failed = verdict(kind, [Self.good, [(51, .good), (80, .good)], Self.bad])
        #expect(failed.found == "1")
        #expect(failed.values.map(\.text) == ["kiln.T read 51, the device holds 50"])
    }

    @Test func samplesAreCountedByStatusAndTag() {
        let scans = [Self.good, Self.bad, Self.bad]
        #expect(
            verdict(.count(.samples(of: nil, status: "bad"), 2...2, over: Self.all), scans).isMet)
        #expect(
            verdict(
                .count(.samples(of: ["kiln.sp"], status: "bad"), 0...0, over: Self.all), scans
            ).isMet)
    }

    @Test func aDeviceHasRecoveredOnceAllItsSamplesAreGoodToTheEnd() {
        let kind = ScenarioExpectation.Kind.recovered(
            device: "kiln", within: .scans(2), for: nil, after: .endOfFault("late"))
        #expect(
            verdict(kind, [Self.bad, Self.bad, Self.bad, Self.good, Self.good], faultEnds: 2)
                .isMet)
        let late = verdict(
            kind, [Self.bad, Self.bad, Self.bad, Self.bad, Self.good], faultEnds: 2)
        #expect(late.found == "good since 00:00:24, scan 3 after it")
        let again = verdict(
            kind, [Self.bad, Self.good, Self.good, Self.bad, Self.good], faultEnds: 1)
        #expect(again.found == "good since 00:00:24, scan 4 after it; bad last at 00:00:18")
        #expect(
            verdict(kind, [Self.good, Self.good, Self.good], faultEnds: 1).found
                == "the device was never lost")
    }
}

extension Scenario {
    /// A kiln of one device, and one expectation.
    static func example(_ kind: ScenarioExpectation.Kind) -> Scenario {
        let mapping = RegisterMapping(table: .inputRegisters, address: 0, type: .float32)
        let tags: [TagName] = ["kiln.T", "kiln.sp"]
        let device = DeviceProfile(
            name: "kiln", tags: tags.map { TagProfile(name: $0, mapping: mapping) })
        return Scenario(
            name: "example",
            profile: Profile(
                name: "kiln", devices: [device],
                scanGroups: [ScanGroup(name: "all", interval: .seconds(6), tags: tags)]),
            seed: 1, duration: .seconds(3600), sampling: .seconds(60),
            expectations: [ScenarioExpectation(name: "it", kind: kind)])
    }
}
