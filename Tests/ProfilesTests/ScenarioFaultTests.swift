import Profiles
import Testing

/// Every message about a scenario, whole. Lines 1 to 3 of each are its name, profile and duration.
struct ScenarioFaultTests {
    @Test func tellsUnknownKeysAndWhatIsMissing() throws {
        let result = try Kettle.load("scenario: test\nexpects: []")
        #expect(
            result.diagnostics.map(\.description) == [
                "s:1:1: error: the scenario has no 'profile'.",
                "s:1:1: error: the scenario has no 'duration'.",
                "s:1:1: error: the scenario has no 'expect'.",
                "s:2:1: error: the scenario has no key 'expects'. Did you mean 'expect'? Allowed: "
                    + "scenario, summary, profile, seed, duration, sampling, parameters, system, "
                    + "timeline, expect.",
            ])
        #expect(result.scenario == nil)
    }

    @Test func tellsAProfileThatCannotBeReadWhereItIsNamed() throws {
        let result = try Kettle.load(
            "scenario: test\nprofile: nowhere.yaml\nduration: 1 h\nexpect: [{violations: 0}]")
        let told = try #require(result.diagnostics.first?.description)
        #expect(result.diagnostics.count == 1)
        #expect(told.hasPrefix("s:2:10: error: cannot read '"))
        #expect(told.hasSuffix("s/nowhere.yaml': no such file or directory."))
    }

    @Test func tellsTheFaultsOfTheProfileToo() throws {
        let result = try Kettle.load(
            "scenario: test\nprofile: ../kettle.yaml\nduration: 1 h\nexpect: [{violation: 0}]",
            profile: Kettle.profile.replacing("model: kettle", with: "model: kettel"))
        #expect(
            result.diagnostics.map(\.place.file) == ["s", "kettle"],
            "\(result.diagnostics)")
    }

    @Test func tellsAProfileInPlaceOfAScenario() throws {
        #expect(
            try Kettle.load(Kettle.profile).diagnostics.map(\.description) == [
                "s:1:1: error: this is a profile, not a scenario; a scenario names one with "
                    + "'profile:'."
            ])
    }

    @Test func tellsNamesTheProfileHasNot() throws {
        let told = try Kettle.faults(
            """
            timeline:
              - {at: 1 min, set: {kiln.spp: 80}}
              - {at: 1 min, suspend: kilm}
              - {at: 1 min, clear: lat}
            expect:
              - {truth: TT, at: 1 min, above: 3}
              - {strikes: late, count: 1}
            """)
        #expect(
            told == """
                s:5:23: error: 'set' of entry 1 of the timeline names 'kiln.spp', which is no tag of \
                the profile. Did you mean 'kiln.sp'?
                s:6:26: error: 'suspend' of entry 2 of the timeline is 'kilm'. Did you mean 'kiln'? \
                Allowed: kiln.
                s:7:24: error: 'clear' of entry 3 of the timeline names the fault 'lat', which \
                begins nowhere before. There is none.
                s:9:13: error: 'truth' of expectation 1 is 'TT'. Did you mean 'T'? Allowed: T.
                s:10:15: error: 'strikes' of expectation 2 names the fault 'late', which begins \
                nowhere before. There is none.
                """)
    }

    @Test func tellsTriggersAndActionsThatDoNotAddUp() throws {
        let told = try Kettle.faults(
            """
            timeline:
              - {set: {kiln.sp: 80}}
              - {at: 1 min, every: 2 min, suspend: kiln}
              - {at: 2 h, suspend: kiln}
              - {at: 1 min}
              - {at: 1 min, set: {kiln.sp: 9000}}
            expect: [{violations: 0}]
            """)
        #expect(
            told == """
                s:5:5: error: entry 1 of the timeline says no time. Give it 'at', 'every' or 'when'.
                s:6:5: error: entry 2 of the timeline has 'at', 'every'; one says when it happens.
                s:7:10: error: 'at' of entry 3 of the timeline must be a duration in 0 s…1 h with \
                its unit (ms, s, min, h), such as 6 s, not '2 h'.
                s:8:5: error: entry 4 of the timeline does nothing. Add one of 'set', 'force', \
                'release', 'signal', 'fault', 'clear', 'suspend', 'resume', 'mode'.
                s:9:32: error: 'kiln.sp' in 'set' of entry 5 of the timeline is 9000; its registers \
                hold -3276.8…3276.7.
                """)
    }

    @Test func tellsExpectationsThatSayTooLittleOrTooMuch() throws {
        let told = try Kettle.faults(
            """
            expect:
              - {name: nothing}
              - {tag: kiln.T, truth: T, at: 1 min, above: 3}
              - {tag: kiln.T, above: 3}
              - {tag: kiln.T, at: 1 min}
              - {tag: kiln.T, at: 1 min, above: 3, below: 5}
              - {tag: kiln.T, at: 1 min, target: 3}
              - {tag: kiln.T, over: [2 min, 1 min], above: 3}
              - {truth: T, over: [0 s, end], statistic: shareInTolerance, above: 0.5}
              - {requests: {device: kiln}}
              - {recovered: kiln, within: soon, after: 1 min}
            """)
        #expect(
            told == """
                s:5:5: error: expectation 1 is about nothing. Give it one of tag, sample, truth, \
                requests, connections, strikes, samples, wrongSamples, missingScans, decisions, \
                writes, violations, lines, forecast, recovered.
                s:6:5: error: expectation 2 is about 'tag', 'truth'; write one for each.
                s:7:5: error: expectation 3 has no time. It is true 'at' a time, 'over' a window, or \
                comes true 'within' a time.
                s:8:5: error: expectation 4 says nothing of the value. Give it one of between, \
                outside, above, below, atLeast, atMost, equals, or target with tolerance.
                s:9:5: error: expectation 5 says more than one thing of the value; write another \
                for the rest.
                s:10:5: error: expectation 6 has a target and no 'tolerance'.
                s:11:25: error: 'over' of expectation 7 must be two times from 0 s to 1 h, the \
                earlier first, such as [1 h, end].
                s:12:5: error: expectation 8 has no 'target', and the profile has no quality.
                s:12:5: error: expectation 8 has no 'tolerance', and the profile has no quality.
                s:13:5: error: expectation 9 says no number. Give it 'count', 'atLeast' or 'atMost'.
                s:14:31: error: 'within' of expectation 10 must be a duration or a number of scans, \
                such as 2 scans, not 'soon'.
                """)
    }

    @Test func tellsWhatASystemHasNot() throws {
        let told = try Kettle.faults(
            """
            system: none
            expect:
              - {sample: kiln.T, at: 1 min, above: 3}
              - {writes: applied, count: 1}
              - {lines: done, count: 1}
            """)
        #expect(
            told == """
                s:6:14: error: 'sample' of expectation 1 is for 'system: gateway'.
                s:7:14: error: 'writes' is for 'system: gateway'.
                s:8:13: error: 'lines' is for a system with a 'command'.
                """)
    }

    @Test func tellsModesAndCommandsThatCannotBe() throws {
        #expect(
            try Kettle.faults("system: {gateway: {mode: automatic}}\nexpect: [{violations: 0}]")
                == "s:4:9: error: mode automatic needs a 'control' section in the profile.")
        #expect(
            try Kettle.faults("system: {comand: [true]}\nexpect: [{violations: 0}]")
                == """
                s:4:9: error: 'system' of the scenario says neither 'gateway' nor 'command'.
                s:4:10: error: 'system' of the scenario has no key 'comand'. Did you mean 'command'? \
                Allowed: command, environment, ready, waitFor, timeout, exitCode, speed.
                """)
    }
}
