package import Fleet
import Profiles

extension FleetControl {
    var reportOperations: [Operation] {
        [
            Operation(
                method: "GET", path: "/v1/seed", id: "readSeed",
                summary: "The seed of everything random in the run.",
                answer: .init(
                    schema: .object([.init("seed", .any, "A whole number of up to 64 bits.")]),
                    summary: "The seed.")
            ) { _ async throws(Problem) in .json(["seed": .unsigned(fleet.seed)]) },
            Operation(
                method: "GET", path: "/v1/report", id: "readReport",
                summary: "What the run has come to so far.",
                answer: .init(schema: .named("Report"), summary: "The report.")
            ) { _ async throws(Problem) in
                let report = try await attempt { () async throws(FleetError) in
                    try await fleet.report()
                }
                return .json(Wire.json(report, profile: profile.name))
            },
            Operation(
                method: "GET", path: "/metrics", id: "readMetrics",
                summary: "Counters in the text format of Prometheus.",
                answer: .init(type: Metrics.contentType, summary: "The counters.")
            ) { _ async throws(Problem) in
                let report = try await attempt { () async throws(FleetError) in
                    try await fleet.report()
                }
                return ControlResponse(
                    status: 200, contentType: Metrics.contentType,
                    body: Array(Metrics.text(report, profile: profile.name).utf8))
            },
            Operation(
                method: "GET", path: "/ready", id: "readReady",
                summary: "Whether all devices accept; needs no token.",
                answer: .init(
                    schema: .object([.init("ready", .flag)]), summary: "They do."),
                isOpen: true
            ) { _ async throws(Problem) in .json(["ready": true]) },
        ]
    }
}

extension Wire {
    /// The closing report of a run.
    package static func json(_ report: FleetReport, profile: String) -> JSON {
        [
            "profile": .text(profile), "seed": .unsigned(report.seed),
            "time": json(report.now), "steps": JSON(report.steps),
            "requests": JSON(report.requestCount), "exceptions": JSON(report.exceptionCount),
            "unknownUnits": JSON(report.counters.unknownUnits),
            "malformed": JSON(report.counters.malformed),
            "devices": .list(report.devices.map(json)), "faults": .list(report.faults.map(json)),
        ]
    }
}
