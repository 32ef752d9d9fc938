import Foundation
import Testing

struct RunTests {
    @Test func aComparisonPrintsBothRunsAndWritesTheFigures() throws {
        let folder = try ScratchFolder()
        let result = try TrimtabBinary.run(
            "run", "profiles/evaporator.yaml", "--mode", "automatic", "--speed", "max",
            "--duration", "3h", "--compare", "--seed", "5", "--summary",
            folder.path("summary.json"))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("loop off   loop on    change"))
        #expect(result.output.contains("seed 5"))
        let data = try Data(contentsOf: folder.url.appendingPathComponent("summary.json"))
        let summary = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for key in [
            "off", "on", "forecast", "moves", "writes", "limitViolations", "polls", "faults",
        ] {
            #expect(summary[key] != nil, "\(key)")
        }
        #expect(summary["seed"] as? Int == 5)
        #expect(summary["limitViolations"] as? Int == 0)
        #expect(try #require(summary["writes"] as? Int) > 0)
    }

    @Test func aRecordTellsWhatHappenedInLines() throws {
        let folder = try ScratchFolder()
        let record = folder.path("run.jsonl")
        let result = try TrimtabBinary.run(
            "run", "profiles/evaporator.yaml", "--mode", "automatic", "--speed", "max",
            "--duration", "3h", "--record", record)
        #expect(result.status == 0)
        let lines = try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n")
        var kinds: [String: Int] = [:]
        for line in lines {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            kinds[try #require(object["kind"] as? String), default: 0] += 1
        }
        #expect(kinds["run"] == 1)
        #expect(kinds["scan"] == 1801)
        for kind in ["features", "forecast", "outcome", "hold", "release", "move", "write"] {
            #expect(kinds[kind, default: 0] > 0, "\(kind)")
        }
    }

    @Test func aProfileWithoutControlCannotBeRunInAutomaticMode() throws {
        let result = try TrimtabBinary.run(
            "run", "profiles/osprey.yaml", "--mode", "automatic", "--duration", "1s")
        #expect(result.status == 1)
        #expect(
            result.errors
                == "Error: mode automatic needs a 'forecast' section in the profile; use --mode "
                + "manual to poll only.\n")
    }

    @Test func aRealDeviceCannotBeRunInLockstep() throws {
        let result = try TrimtabBinary.run(
            "run", "profiles/osprey.yaml", "--mode", "manual", "--speed", "max", "--duration", "1s")
        #expect(result.status == 1)
        #expect(
            result.errors
                == "Error: 'dryer' is a real device: its time cannot be stepped. Use --speed real, "
                + "or mark it simulated.\n")
    }

    @Test func aSummaryThatCannotBeWrittenIsAnErrorBeforeTheRun() throws {
        let result = try TrimtabBinary.run(
            "run", "profiles/evaporator.yaml", "--mode", "manual", "--speed", "max", "--duration",
            "1min", "--summary", "/nowhere/summary.json")
        #expect(result.status == 64)
        #expect(
            result.errors.hasPrefix(
                "Error: --summary: the folder '/nowhere' cannot be written."))
    }
}
