import Foundation
import Testing

struct ReplayCommandTests {
    static let record = """
        {"clock":"machine","profile":"seen","seed":3,"trimtabTraffic":1}
        {"answer":"040400070009","connection":1,"request":"0400080002","server":"plc","time":0,"transaction":1,"unit":1}
        {"answer":"8402","connection":1,"request":"0400640001","server":"plc","time":1,"transaction":2,"unit":1}
        {"connection":1,"request":"0400080002","server":"plc","time":2,"transaction":3,"unit":7}
        {"answer":"040400080009","connection":1,"request":"0400080002","server":"plc","time":10,"transaction":4,"unit":1}

        """

    @Test func aRecordIsSummedUpByServerAndUnit() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.record, to: "seen.jsonl")
        let result = try TrimtabBinary.run("replay", file)
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                4 requests in 10.0 s, profile seen, seed 3
                  plc, unit 1: 3 requests, 1 refused, 0 not answered; 3 × function code 4
                  plc, unit 7: 1 requests, 0 refused, 1 not answered; 1 × function code 4

                """)
    }

    @Test func aRecordBecomesAProfileThatChecksAndAnswersAsRecorded() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.record, to: "seen.jsonl")
        let profile = try folder.write("", to: "again.yaml")
        let saved = try TrimtabBinary.run("replay", file, "--save-profile", profile, "--tags")
        #expect(saved.status == 0, "\(saved.errors)")
        let check = try TrimtabBinary.run("check", profile)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        let answered = try folder.write(
            Self.record.replacingOccurrences(
                of: #"{"connection":1,"request":"0400080002","server":"plc","time":2,"#
                    + #""transaction":3,"unit":7}"# + "\n", with: ""), to: "answered.jsonl")
        let played = try TrimtabBinary.run("replay", answered, "--against", profile)
        #expect(played.status == 0, "\(played.output)\(played.errors)")
        #expect(played.output == "3 requests, 3 answers equal, 0 different\n")
    }

    @Test func anAnswerThatDiffersIsNamedAndExits1() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.record, to: "seen.jsonl")
        let profile = try folder.write(
            """
            profile: seen
            devices:
              plc:
                simulated: true
                tables: [{table: inputRegisters, start: 8, count: 2, value: 9}]
            """, to: "seen.yaml")
        let result = try TrimtabBinary.run("replay", file, "--against", profile)
        #expect(result.status == 1)
        #expect(
            result.output.hasPrefix(
                "0.0 s  plc  unit 1  0400080002: inputRegisters 8 is 9; the record has 7\n"),
            "\(result.output)")
        #expect(result.output.hasSuffix("4 requests, 1 answers equal, 3 different\n"))
    }

    @Test(arguments: [
        (["--save-profile", "a.yaml", "--against", "b.yaml"], "two things"),
        (["--tags"], "--tags belongs to --save-profile"),
        (["--port", "70000"], "ports are 1…65535"),
    ])
    func wrongUseExits64(options: [String], message: String) throws {
        let result = try TrimtabBinary.run(list: ["replay", "seen.jsonl"] + options)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func aFileThatIsNoRecordIsNamedAndExits1() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("profile: x\n", to: "x.yaml")
        let result = try TrimtabBinary.run("replay", file)
        #expect(result.status == 1)
        #expect(result.errors.contains("x.yaml:1: this is no record of traffic"))
    }

    @Test func pollingRecordsWhatWasAskedAndAnswered() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("", to: "polled.jsonl")
        let polled = try TrimtabBinary.run("poll", "profiles/evaporator.yaml", "--record", file)
        #expect(polled.status == 0, "\(polled.errors)")
        let result = try TrimtabBinary.run("replay", file)
        #expect(result.output.contains("profile evaporator, seed 1"))
        for device in ["feed", "steam", "separator", "condenser"] {
            #expect(result.output.contains("  \(device), unit 1: "), "\(result.output)")
        }
        // The simulated plant at its start answers the same requests with the same bytes.
        let played = try TrimtabBinary.run(
            "replay", file, "--against", "profiles/evaporator.yaml")
        #expect(played.status == 0, "\(played.output)")
    }
}
