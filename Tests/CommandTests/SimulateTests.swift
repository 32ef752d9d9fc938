import Foundation
import Testing

/// A simulate command at work.
private final class Simulation {
    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    private var text = ""

    init(_ arguments: [String]) throws {
        process.executableURL = TrimtabBinary.url
        process.arguments = ["simulate"] + arguments
        process.currentDirectoryURL = TrimtabBinary.root
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Standard output up to and with the first line that contains a text.
    func lines(upTo wanted: String) -> [String] {
        while !text.contains(wanted) || !text.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text.split(separator: "\n").map { String($0) }
    }

    /// Asks it to end as Ctrl-C does.
    func interrupt() { process.interrupt() }

    /// Waits for its end: the exit code and what it printed after what was read already.
    func end() -> (status: Int32, output: String, errors: String) {
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: rest, as: UTF8.self),
            String(decoding: said, as: UTF8.self)
        )
    }
}

/// What a control API answers a client outside the process.
private func curl(_ url: String, token: String, _ arguments: [String] = []) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
        ["curl", "--silent", "--max-time", "20", "-H", "Authorization: Bearer \(token)"]
        + arguments + [url]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}

struct SimulateTests {
    private struct Ready: Decodable {
        struct Control: Decodable {
            let url: String
            let token: String
        }
        let control: Control?
        let profile: String
        let seed: Int
        let speed: String
        let ready: Bool
    }

    private func ready(_ simulation: Simulation) throws -> Ready {
        let line = try #require(simulation.lines(upTo: "ready").first)
        return try JSONDecoder().decode(Ready.self, from: Data(line.utf8))
    }

    @Test
    func timeIsSteppedOverHTTPUntilTheDurationIsOver() throws {
        let simulation = try Simulation([
            "profiles/evaporator.yaml", "--control", "127.0.0.1:0", "--speed", "step", "--seed",
            "5", "--duration", "2min", "--ready", "json", "--report", "json",
        ])
        let ready = try ready(simulation)
        #expect(ready.profile == "evaporator" && ready.seed == 5 && ready.speed == "step")
        let control = try #require(ready.control)
        #expect(control.token.utf8.count == 64)
        let time = try curl(control.url + "/v1/time", token: control.token)
        #expect(time.contains(#""time":0,"#) && time.contains(#""pace":"step""#))
        let step = try curl(
            control.url + "/v1/time/step", token: control.token,
            ["-H", "Content-Type: application/json", "-d", #"{"by":"2 min"}"#])
        #expect(step.contains(#""time":120,"#))
        let end = simulation.end()
        #expect(end.status == 0, "\(end.errors)")
        #expect(end.output.contains(#""seed":5,"time":120,"steps":20,"requests":0"#))
    }

    @Test
    func theReadyTextTellsSeedAddressAndToken() throws {
        let simulation = try Simulation([
            "profiles/evaporator-quiet.yaml", "--control", "localhost:0", "--control-token", "mine",
            "--seed", "11",
        ])
        let lines = simulation.lines(upTo: "ready;")
        #expect(lines.first == "evaporator-quiet, seed 11")
        let control = try #require(lines.first { $0.hasPrefix("  control  http://127.0.0.1:") })
        #expect(control.hasSuffix("  token mine"))
        simulation.interrupt()
        let end = simulation.end()
        #expect(end.status == 0)
        #expect(end.errors.contains("served 0 requests, 0 of them refused;"))
        #expect(end.errors.contains("seed 11."))
    }

    @Test
    func theClosingReportNamesTheFaultsThatStruck() throws {
        let simulation = try Simulation([
            "profiles/evaporator-quiet.yaml", "--control", "127.0.0.1:0", "--ready", "json",
        ])
        let control = try #require(ready(simulation).control)
        let devices = try curl(control.url + "/v1/devices", token: control.token)
        let name = try #require(devices.split(separator: "\"").dropFirst(5).first)
        let answer = try curl(
            control.url + "/v1/faults", token: control.token,
            [
                "-H", "Content-Type: application/json", "-d",
                #"{"name":"busy","device":"\#(name)","exception":6,"until":"cleared"}"#,
            ])
        #expect(answer.contains(#""name":"busy""#), "\(answer)")
        simulation.interrupt()
        let end = simulation.end()
        #expect(end.errors.contains("fault busy"))
        #expect(end.errors.contains("never struck"))
    }

    @Test
    func aTakenControlAddressEndsIt() throws {
        let first = try Simulation([
            "profiles/evaporator-quiet.yaml", "--control", "127.0.0.1:0", "--ready", "json",
        ])
        let control = try #require(ready(first).control)
        let address = String(control.url.dropFirst("http://".count))
        let second = try Simulation(["profiles/evaporator-quiet.yaml", "--control", address])
        let end = second.end()
        #expect(end.status == 1)
        #expect(
            end.errors.contains("the control API cannot listen at \(address): Address already in"))
    }

    /// Arguments behind the profile, and what standard error must begin with.
    static let wrongUses: [([String], String)] = [
        (
            ["--speed", "step"],
            "Error: --speed step needs --control, for example --control 127.0.0.1:0: nothing else "
                + "moves plant time."
        ),
        (
            ["--control-token", "x"],
            "Error: --control-token needs --control, the address to serve."
        ),
        (
            ["--control", "0.0.0.0:0", "--control-token", "short"],
            "Error: --control-token takes 16…256 visible ASCII characters, no blanks, for an "
                + "address beyond this machine."
        ),
        (
            ["--control", "127.0.0.1"],
            "Error: The value '127.0.0.1' is invalid for '--control <address:port>': write a "
                + "numeric address and a port 0…65535, such as 127.0.0.1:0."
        ),
    ]

    @Test(arguments: wrongUses)
    func wrongUsesAreRefusedWithTheValueGivenAndWhatIsAccepted(
        arguments: [String], message: String
    ) throws {
        let result = try TrimtabBinary.run(
            list: ["simulate", "profiles/plain-device.yaml"] + arguments)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }
}
