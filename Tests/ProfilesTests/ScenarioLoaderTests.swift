import Profiles
import Tags
import Testing

struct ScenarioLoaderTests {
    @Test func fillsInWhatTheFileLeavesOut() throws {
        let scenario = try Kettle.scenario("expect: [{violations: 0}]")
        #expect(scenario.name == "test")
        #expect(scenario.seed == 5)
        #expect(scenario.duration == .seconds(3600))
        #expect(scenario.sampling == .seconds(6))
        #expect(scenario.system == .gateway(mode: .manual))
        #expect(scenario.timeline.isEmpty)
        #expect(
            scenario.expectations.map(\.kind) == [
                .count(.violations, 0...0, over: .zero...(.seconds(3600)))
            ])
        #expect(scenario.profile.name == "kettle")
    }

    @Test func setsParametersAndTimesOfTheLinkOverTheProfile() throws {
        let scenario = try Kettle.scenario(
            """
            seed: 9
            sampling: 2 s
            parameters: {disturbances: 0, lag: 2 min}
            system: {gateway: {mode: manual, answerTimeout: 200 ms, connectTimeout: 100 ms}}
            expect: [{violations: 0}]
            """)
        #expect(scenario.seed == 9)
        #expect(scenario.sampling == .seconds(2))
        #expect(scenario.profile.plant?.parameters == ["disturbances": 0, "lag": 120])
        #expect(scenario.profile.devices[0].link.answerTimeout == .milliseconds(200))
        #expect(scenario.profile.devices[0].link.connectTimeout == .milliseconds(100))
    }

    @Test func readsATimelineInTheOrderWritten() throws {
        let scenario = try Kettle.scenario(
            """
            timeline:
              - {at: 1 min, set: {kiln.sp: 80}, force: {kiln.T: 25.1}}
              - {at: 2 min, release: kiln.T}
              - {every: 10 min, from: 5 min, to: 30 min, suspend: kiln}
              - {when: {truth: T, above: 90}, for: 1 min, resume: kiln, mode: manual}
              - {at: 3 min, fault: {name: late, device: kiln, delay: 3 s, count: 2}}
              - {at: 4 min, clear: [late, all]}
            expect: [{violations: 0}]
            """)
        #expect(
            scenario.timeline.map(\.trigger) == [
                .at(.seconds(60)), .at(.seconds(120)),
                .every(.seconds(600), first: .seconds(300), last: .seconds(1800)),
                .when(.truth("T"), .above(90), for: .seconds(60)), .at(.seconds(180)),
                .at(.seconds(240)),
            ])
        #expect(
            scenario.timeline[0].actions == [
                .set("kiln.sp", to: 80), .force("kiln.T", to: 25.1),
            ])
        #expect(scenario.timeline[1].actions == [.release("kiln.T")])
        #expect(scenario.timeline[3].actions == [.resume("kiln"), .mode(.manual)])
        guard case .fault(let rule) = scenario.timeline[4].actions.first else {
            Issue.record("the fifth entry is no fault")
            return
        }
        #expect(rule.name == "late")
        #expect(scenario.timeline[5].actions == [.clear("late"), .clear(nil)])
    }

    @Test func readsEveryKindOfExpectation() throws {
        let scenario = try Kettle.scenario(
            """
            timeline:
              - {at: 1 min, fault: {name: late, device: kiln, delay: 3 s, count: 2}}
            expect:
              - {tag: kiln.T, at: 30 min, between: [24, 26]}
              - {sample: kiln.T, over: [10 min, end], below: 30}
              - {truth: T, over: [10 min, end], statistic: meanAbsoluteError, target: 25, below: 0.3}
              - {truth: T, within: 30 min, for: 10 min, after: late, target: 25, tolerance: 0.3}
              - {requests: {device: kiln, functions: [3, 4]}, over: [0 s, 10 min], count: [60, 62]}
              - {samples: bad, of: kiln, atMost: 3}
              - {wrongSamples: all, tolerance: 0.01, count: 0}
              - {strikes: late, count: 2}
              - {decisions: hold, reason: foreign, atLeast: 1}
              - {recovered: kiln, within: 2 scans, after: late}
            """)
        let hour = Duration.seconds(3600)
        let tags: Set<TagName> = ["kiln.T", "kiln.sp", "kiln.beat"]
        #expect(
            scenario.expectations.map(\.kind) == [
                .value(.tag("kiln.T"), .between(24...26), at: .seconds(1800)),
                .always(.sample("kiln.T"), .below(30), over: .seconds(600)...hour),
                .statistic(
                    .truth("T"), .meanAbsoluteError(target: 25), .below(0.3),
                    over: .seconds(600)...hour),
                .settles(
                    .truth("T"), .near(25, tolerance: 0.3), within: .seconds(1800),
                    for: .seconds(600), after: .endOfFault("late")),
                .count(
                    .requests(RequestFilter(device: "kiln", functions: [3, 4])), 60...62,
                    over: .zero...(.seconds(600))),
                .count(
                    .samples(of: tags, status: "bad"), 0...3, over: .zero...hour),
                .count(.wrongSamples(of: nil, tolerance: 0.01), 0...0, over: .zero...hour),
                .count(.strikes(fault: "late"), 2...2, over: .zero...hour),
                .count(
                    .decisions(.hold, reason: "foreign"), 1...Int(Int32.max),
                    over: .zero...hour),
                .recovered(
                    device: "kiln", within: .scans(2), for: nil, after: .endOfFault("late")),
            ])
        #expect(
            scenario.expectations[3].name
                == "truth T within 0.3 of 25 within 30 min and for 10 min after the end of late")
        #expect(
            scenario.expectations[4].name
                == "requests to kiln by function 3, 4: 60…62 from 0 s to 10 min")
    }

    @Test func readsAnExternalProcess() throws {
        let scenario = try Kettle.scenario(
            """
            system:
              command: [python3, client.py]
              environment: {DEPTH: 3}
              ready: listening
              waitFor: {line: done}
              timeout: 30 s
              speed: step
            expect: [{lines: done, count: 1}]
            """)
        var process = ScenarioProcess(command: ["python3", "client.py"])
        process.environment = ["DEPTH": "3"]
        process.ready = "listening"
        process.waitFor = .line("done")
        process.timeout = .seconds(30)
        process.speed = .step
        #expect(scenario.system == .process(process))
    }
}

struct NumberRuleTests {
    @Test(
        arguments: [
            (NumberRule.between(24...26), 24.0, 0.0), (.between(24...26), 27, 1),
            (.outside(1...3), 2, 1), (.outside(1...3), 4, 0), (.atLeast(5), 5, 0),
            (.atMost(5), 6, 1), (.equals(3), 3, 0), (.near(25, tolerance: 0.3), 25.3, 0),
            (.near(25, tolerance: 0.3), 24.5, 0.2),
        ])
    func tellsHowFarANumberIsOff(rule: NumberRule, value: Double, distance: Double) {
        #expect(abs(rule.distance(of: value) - distance) < 1e-12)
        #expect(rule.holds(for: value) == (distance == 0))
    }

    @Test func aStrictBoundIsNotMetByTheBoundItself() {
        #expect(!NumberRule.above(5).holds(for: 5))
        #expect(!NumberRule.below(5).holds(for: 5))
        #expect(!NumberRule.outside(1...3).holds(for: 1))
        #expect(NumberRule.above(5).holds(for: 5.1))
    }

    @Test func noValueMeetsNoRule() {
        #expect(!NumberRule.outside(1...3).holds(for: .nan))
        #expect(!NumberRule.below(3).holds(for: .nan))
    }
}
