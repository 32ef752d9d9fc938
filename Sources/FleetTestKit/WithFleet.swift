import Fleet
import Foundation
import Logging
import Profiles

/// Runs a test against simulated devices on free ports of this machine.
///
/// The devices listen before `body` begins and are gone when it has ended, also if it threw. Plant
/// time stands still until ``TestFleet/advance(by:)`` or ``TestFleet/run(speed:)`` moves it.
///
/// ```swift
/// try await withFleet(profile: "profiles/evaporator.yaml", seed: 7) { fleet in
///     let steam = try fleet.endpoint(of: "steam")
///     let client = try Client(host: steam.host, port: steam.port, unit: steam.unit)
///     try await fleet.advance(by: .seconds(60))
///     #expect(try client.pressure() == fleet[tag: "steam.P100", as: Double.self])
/// }
/// ```
///
/// - Parameters:
///   - profile: The path of a profile, or the profile itself: text of more than one line is taken
///     for YAML. Maps it names are looked for beside the file, or in the working folder.
///   - seed: Seed of disturbances, noise and chance; nil for the profile's.
///   - simulatesAll: Whether devices that the profile marks as real are simulated too.
///   - fileID: The file that a failure names.
///   - line: The line that a failure names.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: ``FleetTestError`` with every fault of the profile, each at its line; and what `body`
///   throws.
public func withFleet<Result>(
    profile: String, seed: UInt64? = nil, simulatesAll: Bool = false,
    fileID: String = #fileID, line: Int = #line,
    _ body: (TestFleet) async throws -> Result
) async throws -> Result {
    let place = TestPlace(fileID: fileID, line: line)
    var read = try TestProfile.read(profile, at: place)
    read.takeFreePorts(simulatesAll: simulatesAll)
    let used = seed ?? read.seed
    let fleet: SimulatedFleet
    let bound: [BoundDevice]
    do {
        var logger = Logger(label: "fleet-test-kit") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        guard let made = try SimulatedFleet(simulating: read, seed: used, logger: logger) else {
            throw FleetTestError(
                "\(read.name) has no simulated device. Mark one with 'simulated: true', or use "
                    + "simulatesAll.", at: place)
        }
        fleet = made
        bound = try await fleet.start()
    } catch let error as FleetTestError {
        throw error
    } catch {
        throw FleetTestError("\(error)", at: place)
    }
    do {
        let result = try await body(TestFleet(fleet, profile: read, bound: bound, seed: used))
        await fleet.stop()
        return result
    } catch {
        await fleet.stop()
        throw error
    }
}

/// Reads what a test calls a profile.
enum TestProfile {
    static func read(_ profile: String, at place: TestPlace) throws(FleetTestError) -> Profile {
        guard profile.contains("\n") else { return try load(profile, at: place) }
        let file = FileManager.default.temporaryDirectory
            .appending(path: "fleet-\(UUID().uuidString).yaml").path
        do {
            try Data(profile.utf8).write(to: URL(fileURLWithPath: file))
        } catch {
            throw FleetTestError("cannot write '\(file)': \(error).", at: place)
        }
        defer { unlink(file) }
        return try load(file, named: "profile", at: place)
    }

    private static func load(
        _ path: String, named name: String? = nil, at place: TestPlace
    ) throws(FleetTestError) -> Profile {
        let result = ProfileReader.read(path)
        guard let profile = result.profile else {
            let faults = result.diagnostics.filter { $0.severity == .error }
                .map { "\($0)".replacing(path, with: name ?? path) }
            throw FleetTestError(
                faults.isEmpty
                    ? "'\(name ?? path)' is a device map, not a profile."
                    : faults.joined(separator: "\n"), at: place)
        }
        return profile
    }
}

extension Profile {
    /// Gives every simulated listener a free port of this machine; devices that shared one still do.
    fileprivate mutating func takeFreePorts(simulatesAll: Bool) {
        for index in devices.indices where simulatesAll || devices[index].isSimulated {
            if devices[index].endpoint == nil, devices[index].port != 0 {
                devices[index].endpoint = "\(devices[index].host):\(devices[index].port)"
            }
            devices[index].isSimulated = true
            devices[index].host = "127.0.0.1"
            devices[index].port = 0
        }
    }
}
