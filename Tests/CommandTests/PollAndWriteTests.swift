import Foundation
import Testing

struct PollAndWriteTests {
    @Test func pollShowsEachTagWithItsUnit() throws {
        let result = try TrimtabBinary.run("poll", "profiles/evaporator.yaml")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("steam.P100.setpoint"))
        #expect(result.output.contains(" kPa\n"))
        #expect(result.output.split(separator: "\n").count == 38)
    }

    @Test func pollAsJSONGivesOneObjectATag() throws {
        let result = try TrimtabBinary.run("poll", "profiles/evaporator.yaml", "--format", "json")
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 37)
        for line in lines {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["status"] as? String == "good")
            #expect(object["tag"] is String && object["value"] != nil)
        }
        #expect(lines.contains { $0.contains("\"separator.remote\"") && $0.contains("true") })
    }

    @Test func pollAsCSVHasAHeaderAndARowATag() throws {
        let result = try TrimtabBinary.run(
            "poll", "profiles/evaporator.yaml", "--format", "csv", "--every", "10 ms", "--count",
            "3")
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "seconds,tag,value,unit,status")
        #expect(lines.count == 1 + 3 * 37)
    }

    @Test func aDeviceThatIsNotThereIsNamedAndExits1() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(
            """
            profile: nobody
            devices:
              pump:
                host: 127.0.0.1
                port: 1
                link: {connectTimeout: 300 ms, answerTimeout: 300 ms}
                tags:
                  speed: {table: inputRegisters, address: 0, type: uint16}
            scans:
              all: {interval: 5 s}
            """, to: "nobody.yaml")
        let result = try TrimtabBinary.run("poll", file)
        #expect(result.status == 1)
        #expect(result.output.contains("pump.speed  –  bad (not connected)"))
        #expect(result.errors.contains("pump (127.0.0.1:1, unit 1)"), "\(result.errors)")
    }

    /// Arguments behind the profile, and what is said of them.
    static let refusals: [([String], String)] = [
        (
            ["steam.P100.setpoint", "195"],
            "would write 195.0 kPa to steam.P100.setpoint (range 120.0…400.0 kPa, step at most "
                + "5.0 kPa from what the device then holds). Nothing was written; add --yes to "
                + "write.\n"
        ),
        (
            ["steam.P100", "195", "--yes"],
            "steam.P100 is not on the list of manipulated tags, so it is never written (W1)."
        ),
        (["steam.P200", "195", "--yes"], "'steam.P200' is no tag of profiles/evaporator.yaml."),
        (
            ["steam.P100.setpoint", "999"],
            "would be refused: W2: 999.0 kPa lies outside 120.0…400.0 kPa.\n"
        ),
        (["steam.P100.setpoint", "-5", "--yes"], "W2"),
        (["steam.P100.setpoint", "300", "--yes"], "W3"),
        (["steam.P100.setpoint", "nan", "--yes"], "W2"),
    ]

    @Test(arguments: refusals)
    func aWriteThatMustNotBeIsRefusedWithItsRule(arguments: [String], message: String) throws {
        let result = try TrimtabBinary.run(
            list: ["write", "profiles/evaporator.yaml"] + arguments)
        #expect(result.status == 1)
        #expect(
            result.errors.contains(message) || result.output.contains(message),
            "\(result.output)\(result.errors)")
    }

    @Test func aWriteWithinItsLimitsIsAppliedAndReadBack() throws {
        let result = try TrimtabBinary.run(
            "write", "profiles/evaporator.yaml", "steam.P100.setpoint", "196", "--yes")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(
            result.output.hasPrefix(
                "steam.P100.setpoint: applied, before 194.7 kPa, wanted 196.0 kPa, reads back "
                    + "196.0 kPa."))
    }
}
