import Foundation
import Testing

struct CheckTests {
    @Test func aGoodProfileIsSummedUpInALine() throws {
        let result = try TrimtabBinary.run("check", "profiles/evaporator.yaml")
        #expect(result.status == 0)
        #expect(
            result.output
                == "profiles/evaporator.yaml: ok, 4 devices, 37 tags, 1 scan groups, plant "
                + "evaporator, 3 features, moves steam.P100.setpoint\n")
        #expect(result.errors.isEmpty)
    }

    static let faulty = """
        profile: kiln
        devices:
          kiln:
            simulated: true
            tags:
              temperature: {table: holdingRegisters, address: 65535, type: float32, initial: 20}
              setpoint: {table: holdingRegisters, address: 3, type: int16, role: manipulated, initial: 1}
              sped: {table: inputRegisters, adress: 3, type: int16, initial: 1}
        """

    @Test func everyFaultOfAFileIsALineAndExits1() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.faulty, to: "kiln.yaml")
        let result = try TrimtabBinary.run("check", file)
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map {
            $0.replacingOccurrences(of: file, with: "kiln.yaml")
        }
        #expect(
            lines.contains(
                "kiln.yaml:6:55: error: 'kiln.temperature' is a float32 at holding register 65535; "
                    + "it needs 2 registers."), "\(lines)")
        #expect(
            lines.contains(
                "kiln.yaml:7:7: error: 'kiln.setpoint' is manipulated but has no range. Add range: "
                    + "[lowest, highest]."))
        #expect(lines.contains { $0.contains("'adress'") && $0.contains("'address'") })
        #expect(lines.count >= 5)
    }

    @Test func editorsGetTheSameAsJSON() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Self.faulty, to: "kiln.yaml")
        let text = try TrimtabBinary.run("check", file)
        let json = try TrimtabBinary.run("check", file, "--format", "json")
        #expect(json.status == 1)
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(findings.count == text.output.split(separator: "\n").count)
        for finding in findings {
            #expect(finding["file"] as? String == file)
            #expect(finding["line"] as? Int ?? 0 > 0 && finding["column"] as? Int ?? 0 > 0)
            #expect(["error", "warning"].contains(finding["severity"] as? String))
        }
    }

    @Test func aMissingFileIsAnErrorWithItsName() throws {
        let result = try TrimtabBinary.run("check", "profiles/none.yaml")
        #expect(result.status == 1)
        #expect(
            result.output
                == "profiles/none.yaml:1:1: error: cannot read 'profiles/none.yaml': no such file or "
                + "directory.\n")
    }
}
