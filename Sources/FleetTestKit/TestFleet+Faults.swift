import Fleet
import Profiles
import Tags

extension TestFleet {
    /// A fault under way, or over.
    public struct Fault: Hashable, Sendable {
        let number: FaultNumber
    }

    /// Lets the devices play a fault from now on; several at once may.
    ///
    /// - Throws: ``FleetTestError`` if the rule is wrong, names what is not there, or has the name of
    ///   one under way.
    @discardableResult
    public func inject(
        _ fault: FleetFault, fileID: String = #fileID, line: Int = #line
    ) async throws -> Fault {
        let place = TestPlace(fileID: fileID, line: line)
        return try await at(fileID, line) {
            let yaml = fault.yaml(named: "fault-\(await fleet.faults().count + 1)")
            let facts = FaultFacts(
                devices: profile.devices, plant: ProfileReader.facts(of: profile))
            let (rule, diagnostics) = FaultRuleReader.read(yaml, named: "fault", facts: facts)
            guard let rule else {
                let told = diagnostics.filter { $0.severity == .error }.map(\.message)
                throw FleetTestError(told.joined(separator: "\n"), at: place)
            }
            return Fault(number: try await fleet.inject(rule))
        }
    }

    /// Ends a fault; nothing if it is over.
    public func clear(
        _ fault: Fault, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) { try await fleet.clearFault(fault.number) }
    }

    /// Ends every fault.
    public func clearFaults() async { await fleet.clearFaults() }

    /// How often a fault has struck.
    public func strikes(of fault: Fault) async -> Int {
        await fleet.faults().first { $0.number == fault.number }?.strikes ?? 0
    }

    /// Every fault so far and how often it struck, a line each.
    public var faultReport: [String] {
        get async { FaultReport.text(await fleet.faults()) }
    }
}
