import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// `trimtab test`: what it prints, what it writes, how it exits.
struct TestTests {
    private static func scenario(_ expectation: String) -> String {
        """
        scenario: still
        profile: \(TrimtabBinary.root.path)/profiles/evaporator.yaml
        duration: 2 min
        parameters: {disturbances: 0}
        system: none
        expect:
          - {requests: {}, count: 0}
          - \(expectation)

        """
    }

    private static let met = "{truth: X2, at: 1 min, target: 25, tolerance: 1}"
    private static let failed = "{name: too hot, truth: X2, at: 1 min, above: 90}"

    @Test func whatComesAsExpectedIsALineAndExitsZero() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.scenario(Self.met), to: "still.yaml")
        let result = try TrimtabBinary.run("test", file, "--seed", "3")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.hasPrefix("ok     1/1 still, seed 3, 00:02:00 in "))
        #expect(result.output.contains("\n1 run: 1 passed, seed 3, in "))
    }

    @Test func aFailedExpectationPrintsTheLastValuesAndExitsOne() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.scenario(Self.failed), to: "still.yaml")
        let result = try TrimtabBinary.run("test", file)
        #expect(result.status == 1)
        #expect(result.output.contains("\(file):8: expected too hot\n"))
        #expect(result.output.contains("\n    00:01:00  2"))
        #expect(result.output.contains("\n  again: trimtab test \(file) --seed 1\n"))
    }

    @Test func repeatsRunOneSeedAfterTheOtherInAFolder() throws {
        let folder = try ScratchFolder()
        _ = try folder.write(Self.scenario(Self.met), to: "still.yaml")
        let result = try TrimtabBinary.run(
            "test", folder.url.path, "--seed", "5", "--repeat", "3", "--jobs", "2")
        #expect(result.status == 0)
        for seed in 5...7 { #expect(result.output.contains("still, seed \(seed), ")) }
        #expect(result.output.contains("3 runs: 3 passed, seeds 5…7, in "))
    }

    @Test func junitAndJSONAreWritten() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.scenario(Self.failed), to: "still.yaml")
        let result = try TrimtabBinary.run(
            "test", file, "--junit", folder.path("out.xml"), "--json", folder.path("out.json"))
        #expect(result.status == 1)
        let xml = try Data(contentsOf: URL(fileURLWithPath: folder.path("out.xml")))
        #expect(XMLParser(data: xml).parse())
        let json = try Data(contentsOf: URL(fileURLWithPath: folder.path("out.json")))
        let object = try #require(
            try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(object["passed"] as? Bool == false)
    }

    @Test func whatCannotBeReadIsToldByLineAndExitsOne() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(
            Self.scenario("{truth: X3, at: 1 min, above: 90}"), to: "still.yaml")
        let result = try TrimtabBinary.run("test", file)
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("\(file):8:13: error: 'truth' of expectation 2 is 'X3'."))
        #expect(result.output.hasPrefix("1 run: 0 passed, 1 cannot be read"))
    }

    @Test func anExternalProgramFindsTheDevicesInItsEnvironment() throws {
        let folder = try ScratchFolder()
        let text = Self.scenario("{lines: \"127.0.0.1:\", count: 1}").replacing(
            "system: none",
            with: "system: {command: [sh, -c, "
                + "'echo $TRIMTAB_STEAM_HOST:$TRIMTAB_STEAM_PORT; exit 3'], exitCode: 3}")
        let result = try TrimtabBinary.run("test", try folder.write(text, to: "own.yaml"))
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("3 of 3 expectations met"))
    }

    @Test func aProgramThatNeverEndsIsEndedAtItsTimeout() throws {
        let folder = try ScratchFolder()
        let text = Self.scenario(Self.met).replacing(
            "system: none", with: "system: {command: [sleep, '60'], timeout: 300 ms}")
        let result = try TrimtabBinary.run("test", try folder.write(text, to: "own.yaml"))
        #expect(result.status == 1)
        #expect(result.output.contains("nothing came within 300 ms"))
    }

    @Test(
        arguments: [
            (["test", "x.yaml", "--repeat", "0"], "--repeat is 0; write a count in 1…100000."),
            (["test", "x.yaml", "--jobs", "65"], "--jobs is 65; write a count in 1…64."),
            (
                ["test", "x.yaml", "--junit", "/nowhere/out.xml"],
                "--junit: the folder '/nowhere' cannot be written."
            ), (["test", "x.yaml", "--update"], "Unknown option '--update'"),
            (["test"], "Missing expected argument '<files> ...'"),
        ])
    func wrongUseExitsSixtyFour(arguments: [String], message: String) throws {
        let result = try TrimtabBinary.run(list: arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
