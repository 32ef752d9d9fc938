import ArgumentParser
import Assembly
import Fleet
import Logging
import Profiles
import Tags
import Traffic
import Web

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a profile's simulated devices, with the plant behind them.",
        discussion: """
            Runs until Ctrl-C, or for --duration of plant time. Ports given as 0 in the profile \
            are free ones; the ports really taken are printed when all devices accept. With \
            --control, other programs set and read tags, inject faults, step plant time, take \
            snapshots and ask who requested what, over HTTP; its /openapi.json says how.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
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
            "Plant time: real, a factor up to 1e6 (60 plays a minute a second), or step: it moves "
                + "only when told through --control.",
            valueName: "real|factor|step"))
    var speed = SimulationSpeed.times(1)

    @Option(
        help: ArgumentHelp("Plant time to serve, for example 10min or 24h.", valueName: "time"),
        transform: DurationArgument.parse)
    var duration: Duration?

    @Option(help: "Seed of disturbances, noise and chances. Default: the profile's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Serve the control API here, such as 127.0.0.1:0 for a free port.",
            valueName: "address:port"), transform: ControlAddress.parse)
    var control: ControlAddress?

    @Option(
        help: ArgumentHelp(
            "What clients of the control API must show. Default: a new one, printed when ready.",
            valueName: "token"))
    var controlToken: String?

    @Option(
        help: ArgumentHelp(
            "Record every request and its answer, for 'trimtab replay'.", valueName: "file"))
    var record: String?

    @Option(help: "How to say that all devices accept: text, or json for one JSON line.")
    var ready = Format.text

    @Option(help: "How to report at the end: text to standard error, or json to standard output.")
    var report = Format.text

    func validate() throws {
        if speed == .max {
            throw ValidationError(
                "--speed is max; without a gateway nothing says when to step. Use real, a factor, "
                    + "or step with --control, or 'trimtab run --speed max'.")
        }
        if speed == .step, control == nil {
            throw ValidationError(
                "--speed step needs --control, for example --control 127.0.0.1:0: nothing else "
                    + "moves plant time.")
        }
        if let firstPort, !(1...65535).contains(firstPort) {
            throw ValidationError("--first-port is \(firstPort); ports are 1…65535.")
        }
        guard let controlToken else { return }
        guard let control else {
            throw ValidationError("--control-token needs --control, the address to serve.")
        }
        let least = control.isLoopback ? 1 : 16
        guard (least...256).contains(controlToken.utf8.count),
            controlToken.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw ValidationError(
                "--control-token takes \(least)…256 visible ASCII characters, no blanks"
                    + "\(control.isLoopback ? "." : ", for an address beyond this machine.")")
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
        let recorder = try record.map { path in
            try TrafficRecorder(
                path: path,
                header: TrafficHeader(
                    clock: .plant, profile: profile.name, digest: profile.digest, seed: seed))
        }
        await fleet.record(to: recorder)
        let bound = try await fleet.start()
        if case .times(let factor) = speed { await fleet.runClock(speed: factor) }
        let announcement = Announcement(
            profile: profile.name, seed: seed, speed: speed, devices: bound)
        let server = control.map { control in
            ControlServer(
                fleet: fleet, profile: profile, token: controlToken, address: control.host,
                port: control.port, logger: commandLogger())
        }
        let (format, duration) = (ready, duration)
        let report = try await withGracefulShutdown(logger: commandLogger()) {
            if let server {
                try await Self.serve(server, announcement, format, fleet: fleet, for: duration)
            } else {
                announcement.print(as: format, control: nil)
                await Self.wait(for: duration, of: fleet)
            }
            let report = try await fleet.report()
            await fleet.stop()
            return report
        }
        printClosing(report, profile: profile.name)
        if let recorder, let record {
            printError("\(record): \(try recorder.finish()) requests recorded")
        }
    }

    /// Serves the control API until the time is over or a shutdown begins.
    private static func serve(
        _ server: ControlServer, _ announcement: Announcement, _ format: Format,
        fleet: SimulatedFleet, for duration: Duration?
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run { place in announcement.print(as: format, control: place) }
            }
            group.addTask { await wait(for: duration, of: fleet) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Waits for a shutdown, or until so much plant time has passed.
    private static func wait(for duration: Duration?, of fleet: SimulatedFleet) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await waitForShutdown(atMost: nil) }
            if let duration {
                group.addTask { await fleet.wait(for: duration) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func printClosing(_ report: FleetReport, profile: String) {
        guard self.report == .text else {
            let json = Wire.json(report, profile: profile)
            print(String(decoding: json.bytes, as: UTF8.self))
            return
        }
        printError(
            "served \(report.requestCount) requests, \(report.exceptionCount) of them refused; "
                + "\(report.now.seconds) s of plant time, seed \(report.seed).")
        for line in FaultReport.text(report.faults) { printError(line) }
    }
}

extension SimulatedFleet {
    /// Waits until so much plant time has passed since the start, however it moves; or until the
    /// task is cancelled.
    fileprivate func wait(for duration: Duration) async {
        while !Task.isCancelled {
            let left = duration - (await now() - .start)
            guard left > .zero else { return }
            var pause = Duration.milliseconds(50)
            if case .factor(let factor) = await pace() {
                // Not longer than a client that changes the pace would notice.
                pause = min(max(left / factor, .milliseconds(1)), .milliseconds(200))
            }
            // Ends early only when cancelled, which the loop sees.
            try? await Task.sleep(for: pause)
        }
    }
}
