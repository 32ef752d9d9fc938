import ArgumentParser
import Fleet
import Foundation
import ModbusWire
import Web

/// `real`, how many times as fast as real, or `step`.
enum SimulationSpeed: ExpressibleByArgument, Hashable {
    case times(Double)
    case step
    /// Known, to be refused with a reason.
    case max

    init?(argument: String) {
        switch argument {
        case "real": self = .times(1)
        case "step": self = .step
        case "max": self = .max
        default:
            guard let factor = Double(argument), factor.isFinite, factor > 0, factor <= 1e6 else {
                return nil
            }
            self = .times(factor)
        }
    }

    var defaultValueDescription: String { text }

    /// As it is given.
    var text: String {
        switch self {
        case .times(1): "real"
        case .times(let factor): "\(factor)"
        case .step: "step"
        case .max: "max"
        }
    }
}

/// Where the control API listens: `127.0.0.1:0`, `[::1]:8080`, `localhost:0`.
struct ControlAddress: Hashable {
    let host: String
    let port: Int

    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    @Sendable static func parse(_ text: String) throws -> ControlAddress {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else {
            throw ValidationError(
                "write a numeric address and a port 0…65535, such as 127.0.0.1:0.")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return ControlAddress(host: String(host), port: port)
    }
}

/// What simulate says when all devices accept.
struct Announcement: Sendable {
    let profile: String
    let seed: UInt64
    let speed: SimulationSpeed
    let devices: [BoundDevice]

    func print(as format: Simulate.Format, control: ControlPlace?) {
        switch format {
        case .json: Swift.print(String(decoding: json(control).bytes, as: UTF8.self))
        case .text:
            Swift.print("\(profile), seed \(seed)")
            for device in devices {
                Swift.print(
                    "  \(device.name)  \(device.host):\(device.port)  unit \(device.unit.rawValue)")
            }
            if let control {
                Swift.print("  control  \(control.url)  token \(control.token)")
            }
            Swift.print("ready; Ctrl-C ends")
        }
        fflush(nil)
    }

    private func json(_ control: ControlPlace?) -> JSON {
        var members: [JSON.Member] = []
        if let control {
            members.append(
                .init(
                    name: "control",
                    value: ["token": .text(control.token), "url": .text(control.url)]))
        }
        let list = devices.map { device -> JSON in
            [
                "host": .text(device.host), "name": .text(device.name),
                "port": JSON(device.port), "unit": JSON(Int(device.unit.rawValue)),
            ]
        }
        members += [
            .init(name: "devices", value: .list(list)),
            .init(name: "profile", value: .text(profile)), .init(name: "ready", value: true),
            .init(name: "seed", value: .unsigned(seed)),
            .init(name: "speed", value: .text(speed.text)),
        ]
        return .object(members)
    }
}
