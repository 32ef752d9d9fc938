import Fleet
import Tags
import Testing

@testable import Web

struct TagRouteTests {
    @Test
    func aTagIsSetForcedReadAndReleased() async throws {
        try await withAPI { api, fleet, _ in
            let set = await api.ask("PUT", "/v1/tags/pump.flow", #"{"value":12.5}"#)
            #expect(set.status == 200 && set.json["value"] == .number(12.5))
            #expect(set.json["limits"] == [-3276.8, 3276.7])
            let forced = await api.ask("PUT", "/v1/tags/pump.running/force", #"{"value":true}"#)
            #expect(forced.json["forced"] == true && forced.json["value"] == true)
            let list = await api.ask("GET", "/v1/forces")
            #expect(list.json["tags"]?.items?.count == 1)
            let released = await api.ask("DELETE", "/v1/tags/pump.running/force")
            #expect(released.json["forced"] == false && released.json["value"] == false)
            let flow = try await fleet.readTag("pump.flow")
            #expect(flow.number == 12.5)
        }
    }

    @Test
    func severalTagsAreSetOrNone() async throws {
        try await withAPI { api, fleet, _ in
            let right = await api.ask(
                "PATCH", "/v1/tags", #"{"values":{"pump.flow":1,"pump.label":"A"}}"#)
            #expect(right.status == 200 && right.json["tags"]?.items?.count == 2)
            let wrong = await api.ask(
                "PATCH", "/v1/tags", #"{"values":{"pump.flow":99999,"pump.label":"B"}}"#)
            #expect(wrong.status == 422)
            #expect(wrong.json["errors"]?.items?.first?["field"] == "values.pump.flow")
            let label = try await fleet.readTag("pump.label")
            #expect(label.value == .text("A"))
            let some = await api.ask("GET", "/v1/tags?name=pump.flow,pump.label&device=pump")
            #expect(some.json["tags"]?.items?.count == 2)
        }
    }
}

struct RefusalTests {
    /// Method, target, body, status and the first field named.
    static let cases: [(String, String, String?, Int, String?)] = [
        ("GET", "/v1/tags/pump.flwo", nil, 404, nil), ("GET", "/nowhere", nil, 404, nil),
        ("GET", "/v1/tags/%zz", nil, 400, nil), ("GET", "/v1/tags?colour=1", nil, 400, "colour"),
        ("POST", "/v1/tags", "{}", 405, nil), ("PUT", "/v1/tags/pump.flow", "{", 400, nil),
        ("PUT", "/v1/tags/pump.flow", "{}", 422, "value"),
        ("PUT", "/v1/tags/pump.flow", #"{"value":[1]}"#, 422, "value"),
        ("PUT", "/v1/tags/pump.flow", #"{"value":1,"unit":"t/h"}"#, 422, "unit"),
        ("PUT", "/v1/tags/pump.flow", #"{"value":1e6}"#, 422, "value"),
        ("PUT", "/v1/tags/pump.flow", #"{"value":"fast"}"#, 422, "value"),
        ("PATCH", "/v1/tags", #"{"values":{"pump.x":1}}"#, 422, "values.pump.x"),
        ("PATCH", "/v1/tags", #"{"values":{}}"#, 422, "values"),
        ("POST", "/v1/time/step", "{}", 422, ""),
        ("POST", "/v1/time/step", #"{"by":0}"#, 422, "by"),
        ("POST", "/v1/time/step", #"{"by":"soon"}"#, 422, "by"),
        ("POST", "/v1/time/step", #"{"by":1,"to":9}"#, 422, "to"),
        ("PUT", "/v1/time/pace", #"{"factor":0}"#, 422, "factor"),
        ("PUT", "/v1/time/pace", #"{"pace":"step","factor":2}"#, 422, "factor"),
        ("GET", "/v1/journal?unit=256", nil, 400, "unit"),
        ("GET", "/v1/journal?quantity=3", nil, 422, "address"),
        ("GET", "/v1/journal?device=x", nil, 422, "device"),
        ("POST", "/v1/journal/verify", #"{"query":{},"count":1,"atMost":2}"#, 422, "count"),
        ("POST", "/v1/journal/verify", #"{"query":{"unit":-1},"count":1}"#, 422, "query.unit"),
        ("GET", "/v1/devices/boiler", nil, 404, nil),
        ("POST", "/v1/devices/boiler/suspend", nil, 404, nil),
        ("GET", "/v1/snapshots/9", nil, 404, nil), ("GET", "/v1/faults/9", nil, 404, nil),
        (
            "POST", "/v1/faults", #"{"name":"late","device":"pump","dely":"1 s","count":1}"#, 422,
            "dely"
        ),
        ("POST", "/v1/restore", "{}", 409, nil),
        ("PUT", "/v1/disturbances/X1", #"{"value":1}"#, 404, nil),
        ("GET", "/v1/truths/X2", nil, 404, nil),
    ]

    @Test(arguments: cases)
    func aWrongRequestGetsAProblemThatNamesTheField(
        method: String, target: String, body: String?, status: Int, field: String?
    ) async throws {
        try await withAPI { api, _, _ in
            let answer = await api.ask(method, target, body)
            #expect(answer.status == status)
            #expect(answer.response.contentType == "application/problem+json")
            let faults = try #require(Components.schemas["Problem"]).faults(
                in: answer.json, at: "", components: Components.schemas)
            #expect(faults.isEmpty)
            #expect(answer.json["status"]?.int == status)
            if let field { #expect(answer.json["errors"]?.items?.first?["field"] == .text(field)) }
        }
    }

    @Test
    func tokenHostTypeAndSizeAreAskedFor() async throws {
        try await withAPI { api, _, _ in
            for authorization in [nil, "Bearer wrong", "Basic secret", "Bearer secret2"] {
                let answer = await api.ask("GET", "/v1/tags", authorization: authorization)
                #expect(answer.status == 401)
                #expect(answer.response.headers["WWW-Authenticate"] == "Bearer")
            }
            for open in ["/ready", "/openapi.json"] {
                #expect(await api.ask("GET", open, authorization: nil).status == 200)
            }
            for host in ["evil.example", "127.0.0.1.evil.example", "", "[::2]:80"] {
                #expect(await api.ask("GET", "/ready", host: host).status == 421)
            }
            #expect(await api.ask("GET", "/ready", host: nil).status == 421)
            for host in ["localhost", "LocalHost:80", "127.9.0.1", "[::1]:80"] {
                #expect(await api.ask("GET", "/ready", host: host).status == 200)
            }
            let typed = await api.ask(
                "PUT", "/v1/tags/pump.flow", #"{"value":1}"#, type: "text/plain")
            #expect(typed.status == 415)
            let large = await api.ask(
                "PUT", "/v1/tags/pump.flow", String(repeating: " ", count: 1_048_577))
            #expect(large.status == 413)
            let allowed = await api.ask("PATCH", "/v1/devices", "{}")
            #expect(allowed.status == 405 && allowed.response.headers["Allow"] == "GET")
        }
    }
}

struct TimeRouteTests {
    @Test
    func timeIsSteppedOnlyWhileNoClockRuns() async throws {
        try await withAPI { api, _, _ in
            let first = await api.ask("POST", "/v1/time/step", #"{"by":"90 s"}"#)
            #expect(first.json["time"] == 90 && first.json["pace"] == "step")
            let second = await api.ask("POST", "/v1/time/step", #"{"to":120.5}"#)
            #expect(second.json["time"] == 120.5)
            #expect(await api.ask("POST", "/v1/time/step", #"{"to":60}"#).status == 422)
            let paced = await api.ask("PUT", "/v1/time/pace", #"{"factor":1000}"#)
            #expect(paced.json["pace"] == "clock" && paced.json["factor"] == 1000)
            let refused = await api.ask("POST", "/v1/time/step", #"{"by":1}"#)
            #expect(refused.status == 409)
            let stopped = await api.ask("PUT", "/v1/time/pace", #"{"pace":"step"}"#)
            let then = await api.ask("GET", "/v1/time")
            #expect(then.json["time"] == stopped.json["time"])
        }
    }
}

struct SnapshotRouteTests {
    @Test
    func aSnapshotIsKeptDownloadedAndRestored() async throws {
        try await withAPI { api, fleet, _ in
            try await fleet.setTag("pump.label", to: .text("first"))
            let taken = await api.ask("POST", "/v1/snapshots", #"{"name":"before"}"#)
            #expect(taken.status == 201 && taken.json["id"] == "1")
            let file = await api.ask("GET", "/v1/snapshots/1").response.body
            for restore in ["/v1/snapshots/1/restore", "/v1/restore"] {
                try await fleet.setTag("pump.label", to: .text("second"))
                _ = try await fleet.step(by: .seconds(5))
                let body =
                    restore == "/v1/restore" ? String(decoding: file, as: UTF8.self) : nil
                let answer = await api.ask("POST", restore, body)
                #expect(answer.status == 200 && answer.json["time"] == 0)
                #expect(try await fleet.readTag("pump.label").value == .text("first"))
            }
            #expect(await api.ask("DELETE", "/v1/snapshots/1").status == 204)
            for _ in 0..<16 { _ = await api.ask("POST", "/v1/snapshots", "{}") }
            #expect(await api.ask("POST", "/v1/snapshots", "{}").status == 409)
        }
    }

    @Test
    func aDamagedFileIsRefused() async throws {
        try await withAPI { api, _, _ in
            _ = await api.ask("POST", "/v1/snapshots", "{}")
            let file = await api.ask("GET", "/v1/snapshots/1").response.body
            let text = String(decoding: file, as: UTF8.self)
            let damaged = text.replacing(#"\"seed\":7"#, with: #"\"seed\":8"#)
            #expect(damaged != text)
            let answer = await api.ask("POST", "/v1/restore", damaged)
            #expect(answer.status == 409)
            #expect(answer.json["detail"]?.string?.contains("checksum") == true)
        }
    }
}
