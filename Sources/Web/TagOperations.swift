import Fleet
import Tags

extension FleetControl {
    var tagOperations: [Operation] { manyTagOperations + oneTagOperations }

    private var manyTagOperations: [Operation] {
        let tags = Operation.Answer(schema: .named("Tags"), summary: "Tags at one instant.")
        return [
            Operation(
                method: "GET", path: "/v1/tags", id: "listTags",
                summary: "Every tag of the simulated devices, or some, at one instant.",
                query: [
                    .init(name: "device", schema: .anyText, summary: "Only this device's."),
                    .init(
                        name: "name", schema: .list(of: .text(lengths: 1...100), counts: 1...100),
                        summary: "Only these.",
                        isList: true),
                ], answer: tags, problems: [404, 422]
            ) { call async throws(Problem) in try await list(call) },
            Operation(
                method: "PATCH", path: "/v1/tags", id: "setTags",
                summary: "Writes several tags at one instant; all, or none.",
                body: .init(
                    schema: .named("Values"),
                    examples: [["values": ["steam.P100.setpoint": 200, "steam.remote": true]]]),
                answer: tags, problems: [413, 415, 422]
            ) { call async throws(Problem) in try await change(call, isForce: false) },
        ]
    }

    private var oneTagOperations: [Operation] {
        let one = Operation.Body(
            schema: .object([.init("value", .named("Value"), "In the tag's unit.")]),
            examples: [["value": 200], ["value": true], ["value": "LINE-7"]])
        let tag = Operation.Answer(schema: .named("Tag"), summary: "The tag as it is now.")
        return [
            Operation(
                method: "GET", path: "/v1/tags/{tag}", id: "readTag",
                summary: "One tag.", answer: tag, problems: [404]
            ) { call async throws(Problem) in
                .json(Wire.json(try await self.tag(call["tag"])))
            },
            Operation(
                method: "PUT", path: "/v1/tags/{tag}", id: "setTag",
                summary: "Writes a tag's registers once, whatever table they are in. A reading of "
                    + "the plant is overwritten at its next step; a setpoint goes to the plant as "
                    + "a client's write does, held to its limits.",
                body: one, answer: tag, problems: [404, 413, 415, 422]
            ) { call async throws(Problem) in
                let name = try await self.tag(call["tag"]).name
                try await attempt(field: { _ in "value" }) { () async throws(FleetError) in
                    try await fleet.setTag(name, to: Wire.value(call.body["value"]))
                }
                return .json(Wire.json(try await self.tag(name.text)))
            },
            Operation(
                method: "PUT", path: "/v1/tags/{tag}/force", id: "forceTag",
                summary: "Lets a tag show a value until released, whatever plant and clients do. "
                    + "What clients write meanwhile is taken and not shown.",
                body: one, answer: tag, problems: [404, 413, 415, 422]
            ) { call async throws(Problem) in
                let name = try await self.tag(call["tag"]).name
                try await attempt(field: { _ in "value" }) { () async throws(FleetError) in
                    try await fleet.forceTag(name, to: Wire.value(call.body["value"]))
                }
                return .json(Wire.json(try await self.tag(name.text)))
            },
            Operation(
                method: "DELETE", path: "/v1/tags/{tag}/force", id: "releaseTag",
                summary: "Lets a tag show again what it would.", answer: tag, problems: [404]
            ) { call async throws(Problem) in
                let name = try await self.tag(call["tag"]).name
                try await attempt { () async throws(FleetError) in
                    try await fleet.releaseTag(name)
                }
                return .json(Wire.json(try await self.tag(name.text)))
            },
        ]
    }

    var forceOperations: [Operation] {
        let tags = Operation.Answer(schema: .named("Tags"), summary: "Every forced tag.")
        return [
            Operation(
                method: "GET", path: "/v1/forces", id: "listForces",
                summary: "Every forced tag.", answer: tags
            ) { _ async throws(Problem) in await answer(await fleet.forcedTags()) },
            Operation(
                method: "PATCH", path: "/v1/forces", id: "forceTags",
                summary: "Forces several tags at one instant; all, or none.",
                body: .init(
                    schema: .named("Values"),
                    examples: [["values": ["separator.X2": 25.1]]]),
                answer: tags, problems: [413, 415, 422]
            ) { call async throws(Problem) in try await change(call, isForce: true) },
            Operation(
                method: "DELETE", path: "/v1/forces", id: "releaseAllTags",
                summary: "Releases every forced tag.", answer: tags
            ) { _ async throws(Problem) in
                await fleet.releaseAllTags()
                return await answer([])
            },
        ]
    }

    private func answer(_ tags: [TagReading]) async -> ControlResponse {
        .json(["time": Wire.json(await fleet.now()), "tags": .list(tags.map(Wire.json))])
    }

    private func list(_ call: ControlCall) async throws(Problem) -> ControlResponse {
        var tags: [TagReading]
        if let names = call.query["name"]?.items {
            let names = try names.enumerated().map { number, text throws(Problem) in
                try name(text.string ?? "", field: "name.\(number)")
            }
            tags = try await attempt(field: { _ in "name" }) { () async throws(FleetError) in
                try await fleet.readTags(names)
            }
        } else {
            tags = await fleet.tags()
        }
        if let device = call.query["device"]?.string {
            let known = await fleet.devices().map(\.place.name)
            guard known.contains(device) else {
                throw Problem(FleetError.unknownDevice(device, known: known))
            }
            tags.removeAll { $0.device != device }
        }
        return await answer(tags)
    }

    private func change(
        _ call: ControlCall, isForce: Bool
    ) async throws(Problem) -> ControlResponse {
        var values: [TagName: TagValue] = [:]
        for member in call.body["values"]?.members ?? [] {
            values[try name(member.name, field: "values.\(member.name)")] = Wire.value(member.value)
        }
        let wanted = values
        try await attempt(field: { "values.\($0)" }) { () async throws(FleetError) in
            if isForce {
                try await fleet.forceTags(wanted)
            } else {
                try await fleet.setTags(wanted)
            }
        }
        if isForce { return await answer(await fleet.forcedTags()) }
        let tags = try await attempt { () async throws(FleetError) in
            try await fleet.readTags(wanted.keys.sorted())
        }
        return await answer(tags)
    }

    private func name(_ text: String, field: String) throws(Problem) -> TagName {
        guard let name = TagName(text) else {
            throw .invalid([FieldError(field: field, detail: "is no name of a tag.")])
        }
        return name
    }
}
