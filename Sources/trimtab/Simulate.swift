import ArgumentParser
import Assembly
import Fleet
import Foundation
import Logging
import ModbusWire
import Profiles
import Tags

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a profile's simulated devices, with the plant behind them.",
        discussion: """
            Runs until Ctrl-C, or for --duration of plant time. Ports given as 0 in the profile \
            are free ones; the ports really taken are printed when all devices accept.
            """)

    enum Ready: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "Profile of the plant, for example profiles/evaporator.yaml.")
    var profile: String

    @Option(
        help: ArgumentHelp(
            "Give the listeners consecutive ports from this one on, 1…65535.",
            valueName: "port"))
    var firstPort: Int?

    @Option(
        help: ArgumentHelp(
            "Plant time: real, or a factor up to 1e6 (60 plays a minute a second).",
            valueName: "real|factor"))
    var speed = SpeedArgument.real

    @Option(
        help: ArgumentHelp("Plant time to serve, for example 10min or 24h.", valueName: "time"),
        transform: DurationArgument.parse)
    var duration: Duration?

    @Option(help: "Seed of disturbances and noise. Default: the profile's.")
    var seed: UInt64?

    @Option(help: "How to say that all devices accept: text, or json for one JSON line.")
    var ready = Ready.text

    func validate() throws {
        if speed == .max {
            throw ValidationError(
                "--speed is max; without a gateway nothing says when to step. Use real or a factor,"
                    + " or 'trimtab run --speed max'.")
        }
        if let firstPort, !(1...65535).contains(firstPort) {
            throw ValidationError("--first-port is \(firstPort); ports are 1…65535.")
        }
    }

    func run() async throws {
        let options = try ProfileOptions.parse([profile])
        var profile = try options.read()
        if let firstPort { profile = try profile.withPorts(from: firstPort) }
        let seed = self.seed ?? profile.seed
        guard
            let fleet = try SimulatedFleet(simulating: profile, seed: seed, logger: commandLogger())
        else {
            printError(
                "\(self.profile) has no simulated device. Mark one with 'simulated: true'.")
            throw ExitCode.failure
        }
        let bound = try await fleet.start()
        announce(bound, seed: seed, profile: profile)
        let factor: Double
        if case .times(let times) = speed { factor = times } else { factor = 1 }
        let wait = duration.map { $0 / factor }
        let counters = try await withGracefulShutdown(logger: commandLogger()) {
            await fleet.runClock(speed: factor)
            await waitForShutdown(atMost: wait)
            let counters = await fleet.counters()
            await fleet.stop()
            return counters
        }
        let requests = counters.devices.values.reduce(0) { $0 + $1.requests }
        let exceptions = counters.devices.values.reduce(0) { $0 + $1.exceptions }
        printError("served \(requests) requests, \(exceptions) of them refused.")
    }

    private func announce(_ bound: [BoundDevice], seed: UInt64, profile: Profile) {
        switch ready {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let line = ReadyLine(
                profile: profile.name, seed: seed,
                devices: bound.map {
                    .init(
                        name: $0.name, host: $0.host, port: $0.port, unit: Int($0.unit.rawValue))
                })
            guard let data = try? encoder.encode(line),
                let text = String(bytes: data, encoding: .utf8)
            else { return }
            print(text)
        case .text:
            print("\(profile.name), seed \(seed)")
            for device in bound {
                print(
                    "  \(device.name)  \(device.host):\(device.port)  unit \(device.unit.rawValue)")
            }
            print("ready; Ctrl-C ends")
        }
        fflush(nil)
    }

    private struct ReadyLine: Encodable {
        let profile: String
        let seed: UInt64
        let devices: [Device]
        var ready = true

        struct Device: Encodable {
            let name: String
            let host: String
            let port: Int
            let unit: Int
        }
    }
}
