import Fleet
import Tags

extension FleetControl {
    var timeOperations: [Operation] {
        let state = Operation.Answer(
            schema: .named("TimeState"), summary: "Where plant time is and how it moves.")
        return [
            Operation(
                method: "GET", path: "/v1/time", id: "readTime",
                summary: "Where plant time is and how it moves.", answer: state
            ) { _ async throws(Problem) in try await timeState() },
            Operation(
                method: "POST", path: "/v1/time/step", id: "step",
                summary: "Moves plant time on by a duration, or to a time; answers when it is "
                    + "there. Only while it is stepped.",
                body: .init(
                    schema: .object(
                        [
                            .init("by", .named("Duration"), isRequired: false),
                            .init("to", .named("Time"), isRequired: false),
                        ], atLeast: 1),
                    examples: [["by": 10], ["by": "10 s"], ["to": 3600]]),
                answer: state, problems: [409, 413, 415, 422]
            ) { call async throws(Problem) in try await step(call) },
            Operation(
                method: "PUT", path: "/v1/time/pace", id: "setPace",
                summary: "Lets plant time move only when told, or with the clock at a factor.",
                body: .init(
                    schema: .object(
                        [
                            .init("pace", .text(words: ["step", "clock"]), isRequired: false),
                            .init(
                                "factor", .number(0...1e6, above: true), isRequired: false,
                                "Seconds of plant time a second; default 1."),
                        ], atLeast: 1),
                    examples: [["pace": "step"], ["factor": 60]]),
                answer: state, problems: [413, 415, 422]
            ) { call async throws(Problem) in
                let isStepped = call.body["pace"]?.string == "step"
                if isStepped, call.body["factor"] != nil {
                    throw .invalid([
                        FieldError(field: "factor", detail: "is for pace 'clock' only.")
                    ])
                }
                await fleet.setPace(
                    isStepped ? .stepped : .factor(call.body["factor"]?.double ?? 1))
                return try await timeState()
            },
        ]
    }

    /// The answer of everything that moves time.
    func timeState() async throws(Problem) -> ControlResponse {
        let report = try await attempt { () async throws(FleetError) in
            try await fleet.report()
        }
        var factor: Double?
        if case .factor(let times) = report.pace { factor = times }
        return .json([
            "time": Wire.json(report.now), "stepped": Wire.json(report.time),
            "steps": JSON(report.steps), "pace": factor == nil ? "step" : "clock",
            "factor": JSON(factor),
        ])
    }

    private func step(_ call: ControlCall) async throws(Problem) -> ControlResponse {
        let now = await fleet.now()
        let target: PlantTime
        switch (call.body["by"], call.body["to"]) {
        case (let by?, nil):
            let duration = try Wire.duration(by, field: "by")
            guard duration > .zero else {
                throw .invalid([FieldError(field: "by", detail: "is 0; it takes more.")])
            }
            target = now + duration
        case (nil, let to?):
            target = try Wire.time(to, field: "to")
            guard target >= now else {
                throw .invalid([
                    FieldError(
                        field: "to",
                        detail: "is \(target.seconds) s, and plant time is at \(now.seconds) s; "
                            + "it goes forward only.")
                ])
            }
        default:
            throw .invalid([FieldError(field: "to", detail: "cannot stand beside 'by'.")])
        }
        let pace = await fleet.pace()
        guard pace == .stepped else { throw Problem(FleetError.clockRuns(pace)) }
        do {
            try await advance(target)
        } catch let error as FleetError {
            throw Problem(error)
        } catch {
            throw .unavailable("The step was broken off: \(error)")
        }
        return try await timeState()
    }
}
