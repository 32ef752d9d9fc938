import ArgumentParser
import Assembly
import Control
import Fleet
import Logging
import Profiles
import Tags

#if canImport(Glibc)
    import Glibc
#endif

extension ControlMode: ExpressibleByArgument {}

/// Durations on the command line: `24h`, `90 s`, `100 ms`.
enum DurationArgument {
    @Sendable static func parse(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("write a number and ms, s, min or h, for example 90s or 24h.")
        }
        return duration
    }
}

/// `real`, `max`, or how many times as fast as real.
enum SpeedArgument: ExpressibleByArgument, Hashable {
    case real
    case times(Double)
    case max

    init?(argument: String) {
        switch argument {
        case "real": self = .real
        case "max": self = .max
        default:
            guard let factor = Double(argument), factor.isFinite, factor > 0, factor <= 1e6 else {
                return nil
            }
            self = .times(factor)
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .real: "real"
        case .max: "max"
        case .times(let factor): "\(factor)"
        }
    }
}

/// A place to connect to: `127.0.0.1:15020`.
struct PlaceArgument: Hashable {
    let host: String
    let port: Int

    @Sendable static func parse(_ text: String) throws -> PlaceArgument {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port)
        else {
            throw ValidationError("write a host and a port 1…65535, such as 127.0.0.1:15020.")
        }
        return PlaceArgument(host: String(text[..<colon]), port: port)
    }
}

/// The profile a command works on, and how it reaches the simulated devices in it.
struct ProfileOptions: ParsableArguments {
    @Argument(help: "Profile of the plant, for example profiles/evaporator.yaml.")
    var profile: String

    @Option(
        help: ArgumentHelp(
            "Reach the profile's simulated devices in another process instead of starting them "
                + "here.",
            discussion: """
                That process is 'trimtab simulate --first-port PORT': its listeners take \
                consecutive ports from PORT on, in the profile's order.
                """,
            valueName: "host:port"), transform: PlaceArgument.parse)
    var connect: PlaceArgument?

    /// The checked profile.
    ///
    /// Its errors are printed to standard error and end the command; warnings are for `check` and
    /// `run`.
    func read(showsWarnings: Bool = false) throws -> Profile {
        let result = ProfileReader.read(profile)
        for diagnostic in result.diagnostics
        where showsWarnings || diagnostic.severity == .error {
            printError("\(diagnostic)")
        }
        guard let read = result.profile else {
            if result.diagnostics.isEmpty {
                printError("\(profile): this is a device map, not a profile.")
            }
            throw ExitCode.failure
        }
        guard let connect else { return read }
        guard read.devices.contains(where: \.isSimulated) else {
            throw ValidationError(
                "--connect says where the profile's simulated devices are, and \(profile) has none."
            )
        }
        return try read.movingSimulatedDevices(to: connect.host, firstPort: connect.port)
    }
}

extension Profile {
    /// The profile with its simulated devices at consecutive ports of another process.
    func movingSimulatedDevices(to host: String, firstPort: Int) throws -> Profile {
        var moved = try withPorts(from: firstPort)
        for index in moved.devices.indices where moved.devices[index].isSimulated {
            moved.devices[index].isSimulated = false
            moved.devices[index].host = host
        }
        moved.plant = nil
        return moved
    }

    /// The profile with its simulated listeners at consecutive ports; devices that share a
    /// listener share its port. Throws if they run past 65535.
    func withPorts(from first: Int) throws -> Profile {
        var moved = self
        var next = first
        var ports: [String: Int] = [:]
        for index in moved.devices.indices where moved.devices[index].isSimulated {
            let device = moved.devices[index]
            let listener =
                device.endpoint
                ?? (device.port == 0 ? device.name : "\(device.host):\(device.port)")
            let port = ports[listener] ?? next
            if ports.updateValue(port, forKey: listener) == nil { next += 1 }
            moved.devices[index].port = port
        }
        guard next - 1 <= 65535 else {
            throw ValidationError(
                "\(ports.count) listeners from port \(first) on need ports up to \(next - 1); the "
                    + "last is 65535.")
        }
        return moved
    }
}

/// Prints a line to standard error.
func printError(_ text: String) {
    var bytes = Array((text + "\n").utf8)
    while !bytes.isEmpty {
        let written = write(STDERR_FILENO, bytes, bytes.count)
        guard written > 0 else { return }
        bytes.removeFirst(written)
    }
}

/// The logger of every command: warnings and errors to standard error.
func commandLogger(level: Logger.Level = .error) -> Logger {
    var logger = Logger(label: "trimtab") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
}
