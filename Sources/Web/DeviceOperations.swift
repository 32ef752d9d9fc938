import Fleet
import ModbusWire

extension FleetControl {
    var deviceOperations: [Operation] {
        let device = Operation.Answer(schema: .named("Device"), summary: "The device as it is.")
        return [
            Operation(
                method: "GET", path: "/v1/devices", id: "listDevices",
                summary: "Every simulated device with its place and counters.",
                answer: .init(
                    schema: .object([.init("devices", .list(of: .named("Device")))]),
                    summary: "In the profile's order.")
            ) { _ async throws(Problem) in
                .json(["devices": .list(await fleet.devices().map(Wire.json))])
            },
            Operation(
                method: "GET", path: "/v1/devices/{device}", id: "readDevice",
                summary: "One device.", answer: device, problems: [404]
            ) { call async throws(Problem) in try await state(of: call["device"]) },
            Operation(
                method: "POST", path: "/v1/devices/{device}/suspend", id: "suspendDevice",
                summary: "Takes a device off the network as a power failure would: its listener "
                    + "closes and its connections are reset.",
                answer: device, problems: [404]
            ) { call async throws(Problem) in
                try await attempt { () async throws(FleetError) in
                    try await fleet.suspend(device: call["device"])
                }
                return try await state(of: call["device"])
            },
            Operation(
                method: "POST", path: "/v1/devices/{device}/resume", id: "resumeDevice",
                summary: "Brings a suspended device back on its port, its registers as they were.",
                answer: device, problems: [404, 409]
            ) { call async throws(Problem) in
                try await attempt { () async throws(FleetError) in
                    try await fleet.resume(device: call["device"])
                }
                return try await state(of: call["device"])
            },
        ]
    }

    private func state(of name: String) async throws(Problem) -> ControlResponse {
        let devices = await fleet.devices()
        guard let device = devices.first(where: { $0.place.name == name }) else {
            throw Problem(FleetError.unknownDevice(name, known: devices.map(\.place.name)))
        }
        return .json(Wire.json(device))
    }

    var plantOperations: [Operation] {
        let held = Operation.Answer(
            schema: .object([
                .init(
                    "disturbances",
                    .list(
                        of: .object([
                            .init("name", .anyText),
                            .init("held", .optional(.anyNumber), "null while it runs."),
                        ])))
            ]), summary: "Every disturbance of the plant.")
        return [
            Operation(
                method: "GET", path: "/v1/disturbances", id: "listDisturbances",
                summary: "The plant's disturbances that may be held.", answer: held
            ) { _ async throws(Problem) in await disturbances() },
            Operation(
                method: "PUT", path: "/v1/disturbances/{disturbance}", id: "holdDisturbance",
                summary: "Holds a disturbance at a value from the next plant step on.",
                body: .init(
                    schema: .object([.init("value", .anyNumber, "In its unit.")]),
                    examples: [["value": 5.5]]),
                answer: held, problems: [404, 413, 415, 422]
            ) { call async throws(Problem) in
                try await attempt { () async throws(FleetError) in
                    try await fleet.override(
                        call["disturbance"], with: call.body["value"]?.double)
                }
                return await disturbances()
            },
            Operation(
                method: "DELETE", path: "/v1/disturbances/{disturbance}", id: "freeDisturbance",
                summary: "Lets a disturbance run again, as if it had never been held.",
                answer: held, problems: [404]
            ) { call async throws(Problem) in
                try await attempt { () async throws(FleetError) in
                    try await fleet.override(call["disturbance"], with: nil)
                }
                return await disturbances()
            },
            Operation(
                method: "GET", path: "/v1/truths/{truth}", id: "readTruth",
                summary: "A variable of the process free of instrument errors; for scoring only.",
                answer: .init(
                    schema: .object([
                        .init("name", .anyText), .init("value", .optional(.anyNumber)),
                        .init("time", .anyNumber),
                    ]), summary: "Its value now."),
                problems: [404]
            ) { call async throws(Problem) in
                guard let value = await fleet.truth(call["truth"]) else {
                    throw .notFound(
                        "The plant has no variable '\(call["truth"].prefix(80))'; see 'trimtab show"
                            + " plant'.")
                }
                return .json([
                    "name": .text(call["truth"]), "value": JSON(value),
                    "time": Wire.json(await fleet.time()),
                ])
            },
        ]
    }

    private func disturbances() async -> ControlResponse {
        let list = await fleet.disturbances().map { disturbance -> JSON in
            ["name": .text(disturbance.name), "held": JSON(disturbance.held)]
        }
        return .json(["disturbances": .list(list)])
    }
}

extension Wire {
    static func json(_ device: DeviceState) -> JSON {
        [
            "name": .text(device.place.name), "host": .text(device.place.host),
            "port": JSON(device.place.port), "unit": JSON(Int(device.place.unit.rawValue)),
            "requests": JSON(device.counters.requests),
            "exceptions": JSON(device.counters.exceptions),
            "writes": JSON(device.counters.writes),
            "connections": JSON(device.counters.connections),
            "accepted": JSON(device.counters.accepted),
            "suspended": .flag(device.counters.isSuspended),
        ]
    }
}
