import Profiles
import Tags
import Testing

@testable import Fleet

/// Every row of the column "the simulator must play" in the field notes on quirks, against a client
/// of bytes. Plant time only: nothing waits.
struct FaultRowTests {
    @Test(arguments: FaultRow.all)
    func playsTheRow(row: FaultRow) async throws {
        try await withFleet(FaultFixture.devices) { fleet, bound in
            let stage = try FaultStage(fleet, bound)
            for (number, text) in row.rules.enumerated() {
                try await fleet.inject(try FaultFixture.rule(text, number: number))
            }
            for step in row.steps { try await stage.play(step, row) }
            if !row.rules.contains(where: { $0.contains("device: aside") }) {
                try await stage.checkNeighbours()
            }
        }
    }
}
