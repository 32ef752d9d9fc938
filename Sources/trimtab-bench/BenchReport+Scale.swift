extension BenchReport {
    func table(_ rows: [PlantsBench.Row]) -> String {
        var table = TextTable([
            "plant", "step s", "steps/s", "times real time", "allocations a step",
        ])
        for row in rows {
            table.add([
                row.plant, Self.number(row.stepSeconds, 1), Self.number(row.stepsPerSecond, 0),
                Self.number(row.timesRealTime, 0), Self.number(row.allocations, 3),
            ])
        }
        return table.text
    }

    func table(_ rows: [ScaleBench.Delay]) -> String {
        var table = TextTable(["beside", "median ms", "p99 ms", "longest ms"])
        for row in rows {
            table.add([
                row.beside, Self.number(row.median, 2), Self.number(row.percentile99, 2),
                Self.number(row.longest, 2),
            ])
        }
        return table.text
    }

    static func text(_ scale: ScaleBench.Result) -> String {
        "Scale: \(scale.devices) devices, \(scale.bytesOfADevice) bytes resident each (goal below "
            + "65536); \(scale.connections) connections, \(scale.bytesOfAConnection) bytes each "
            + "(goal below 8192). A good client's answers beside others:"
    }

    static func text(_ start: StartBench.Result) -> String {
        "Start: \(number(start.median, 0)) ms to the first answered request (median of "
            + "\(start.rounds) rounds, \(number(start.fastest, 0))…"
            + "\(number(start.slowest, 0)); goal below \(number(start.goal, 0)))."
    }
}
