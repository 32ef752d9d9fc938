import Profiles
import Testing

/// Recorded columns: what is read, and every fault with file, line and column.
struct ReplayFileTests {
    static func plant(_ replay: String) -> String {
        DeclaredPlantTests.kettle
            + """

              disturbances:
                heat: {terms: [{replay: {file: heat.csv, \(replay)}}]}
            """
    }

    static func series(
        _ replay: String, _ file: String
    ) throws -> PlantDeclaration.ReplaySeries? {
        let result = try declaredKettle(plant(replay), files: ["heat.csv": file])
        #expect(result.diagnostics.isEmpty)
        let term = result.profile?.plant?.declaration?.disturbances.first?.terms.first
        guard case .replay(let series) = term else { return nil }
        return series
    }

    static func faults(_ replay: String, _ file: String?) throws -> [String] {
        try declaredFaults(plant(replay), files: file.map { ["heat.csv": $0] } ?? [:])
    }

    @Test func readsNamedColumnsWithTimes() throws {
        let file = "# recorded\r\n\"time\", heat \r\n10,2.5\r\n\r\n12,3\r\n"
        let series = try #require(
            try Self.series("column: heat, time: time, timeUnit: min, interpolation: linear", file))
        #expect(series.times == [0, 120] && series.values == [2.5, 3])
        #expect(series.isLinear && !series.loops && series.isAbsolute)
    }

    @Test func readsNumberedColumnsAtAnInterval() throws {
        let series = try #require(
            try Self.series(
                "column: 2, every: 30 s, end: loop, separator: semicolon", "x;1,5\ny;2,5\nz;-3"))
        #expect(series.times == [0, 30, 60] && series.values == [1.5, 2.5, -3] && series.loops)
    }

    @Test func tellsFieldsThatAreNoNumbersByLineAndColumn() throws {
        let file = "time,heat\n0,1\n1,12x\n2,\n3\n4,5\n4,6\n"
        #expect(
            try Self.faults("column: heat, time: time", file) == [
                "heat.csv:3:3: error: '12x' in column 'heat' is no number.",
                "heat.csv:4:3: error: column 'heat' is empty.",
                "heat.csv:5:1: error: the row ends before column 'heat': it has 1 of at least 2 "
                    + "columns.",
                "heat.csv:7:1: error: time 4 is not after the row before; times must rise.",
            ])
    }

    @Test func tellsColumnsThatAreNotThere() throws {
        let faults = try Self.faults("column: haet, time: time", "time,heat\n0,1\n")
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix("plant.yaml:20:54: error: ") == true)
        let told = "heat.csv' has no column 'haet'. Did you mean 'heat'? It has time, heat."
        #expect(faults.first?.hasSuffix(told) == true)
    }

    @Test func tellsAFileThatIsNotThere() throws {
        let faults = try Self.faults("column: heat, every: 1 min", nil)
        #expect(faults.count == 1)
        #expect(faults.first?.hasSuffix("heat.csv': no such file or directory.") == true)
    }

    @Test func wantsEitherTimesOrAnInterval() throws {
        let faults = try Self.faults("column: heat", "heat\n1\n")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("must have 'time'") == true)
    }

    @Test func stopsAfterTenFaultsOfOneFile() throws {
        let file = "heat\n" + String(repeating: "none\n", count: 1000)
        #expect(try Self.faults("column: heat, every: 1 s", file).count == 10)
    }
}
