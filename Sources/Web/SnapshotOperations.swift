import Fleet

/// Snapshots taken so far, a bounded number.
actor SnapshotStore {
    struct Stored: Sendable {
        let id: String
        let name: String?
        let seconds: Double
        let bytes: [UInt8]
    }

    static let limit = 16

    private var stored: [Stored] = []
    private var count = 0

    /// Keeps a file; nil if there is no room.
    func keep(_ bytes: [UInt8], name: String?, seconds: Double) -> Stored? {
        guard stored.count < Self.limit else { return nil }
        count += 1
        let snapshot = Stored(id: "\(count)", name: name, seconds: seconds, bytes: bytes)
        stored.append(snapshot)
        return snapshot
    }

    var all: [Stored] { stored }

    func find(_ id: String) -> Stored? { stored.first { $0.id == id } }

    /// Forgets one; returns whether it was there.
    func remove(_ id: String) -> Bool {
        guard let index = stored.firstIndex(where: { $0.id == id }) else { return false }
        stored.remove(at: index)
        return true
    }
}

extension FleetControl {
    var snapshotOperations: [Operation] { keepingOperations + restoringOperations }

    private var keepingOperations: [Operation] {
        [
            Operation(
                method: "GET", path: "/v1/snapshots", id: "listSnapshots",
                summary: "Snapshots that are kept.",
                answer: .init(
                    schema: .object([.init("snapshots", .list(of: .named("Snapshot")))]),
                    summary: "Oldest first.")
            ) { _ async throws(Problem) in
                .json(["snapshots": .list(await snapshots.all.map(Self.json))])
            },
            Operation(
                method: "POST", path: "/v1/snapshots", id: "takeSnapshot",
                summary: "Keeps everything that answers depend on; \(SnapshotStore.limit) at most.",
                body: .init(
                    schema: .object([.init("name", .text(lengths: 1...100), isRequired: false)]),
                    examples: [["name": "before"], [:]]),
                answer: .init(
                    status: 201, schema: .named("Snapshot"), summary: "What was kept."),
                problems: [409, 413, 415, 422]
            ) { call async throws(Problem) in try await take(call) },
            Operation(
                method: "GET", path: "/v1/snapshots/{id}", id: "downloadSnapshot",
                summary: "A snapshot as a file, for POST /v1/restore.",
                answer: .init(schema: .any, summary: "The file."), problems: [404]
            ) { call async throws(Problem) in
                let stored = try await find(call["id"])
                return ControlResponse(
                    status: 200, contentType: "application/json", body: stored.bytes)
            },
            Operation(
                method: "DELETE", path: "/v1/snapshots/{id}", id: "deleteSnapshot",
                summary: "Forgets a snapshot.",
                answer: .init(status: 204, summary: "It is gone."), problems: [404]
            ) { call async throws(Problem) in
                _ = try await find(call["id"])
                _ = await snapshots.remove(call["id"])
                return .empty
            },
        ]
    }

    private var restoringOperations: [Operation] {
        let state = Operation.Answer(
            schema: .named("TimeState"), summary: "Where plant time is and how it moves.")
        return [
            Operation(
                method: "POST", path: "/v1/snapshots/{id}/restore", id: "restoreSnapshot",
                summary: "Goes on where the snapshot was taken; connections stay open.",
                answer: state, problems: [404, 409]
            ) { call async throws(Problem) in
                try await restore(try await find(call["id"]).bytes)
            },
            Operation(
                method: "POST", path: "/v1/restore", id: "restoreFile",
                summary: "Goes on where a downloaded snapshot was taken; connections stay open.",
                body: .init(
                    schema: .any, examples: [], limit: 67_108_864, isRaw: true),
                answer: state, problems: [409, 413, 415]
            ) { call async throws(Problem) in try await restore(call.bytes) },
        ]
    }

    private static func json(_ stored: SnapshotStore.Stored) -> JSON {
        [
            "id": .text(stored.id), "name": JSON(stored.name), "time": .number(stored.seconds),
            "bytes": JSON(stored.bytes.count),
        ]
    }

    private func find(_ id: String) async throws(Problem) -> SnapshotStore.Stored {
        guard let stored = await snapshots.find(id) else {
            throw .notFound("There is no snapshot '\(id.prefix(60))'.")
        }
        return stored
    }

    private func take(_ call: ControlCall) async throws(Problem) -> ControlResponse {
        let (bytes, time) = try await attempt { () async throws(FleetError) in
            let snapshot = try await fleet.snapshot()
            return (try snapshot.encoded(), Double(snapshot.nanoseconds) / 1e9)
        }
        let name = call.body["name"]?.string
        guard let stored = await snapshots.keep(bytes, name: name, seconds: time) else {
            throw .conflict(
                "\(SnapshotStore.limit) snapshots are kept, the most there may be; delete one.")
        }
        return .json(Self.json(stored), status: 201)
    }

    private func restore(_ bytes: [UInt8]) async throws(Problem) -> ControlResponse {
        try await attempt { () async throws(FleetError) in
            try await fleet.restore(try FleetSnapshot(decoding: bytes))
        }
        return try await timeState()
    }
}
