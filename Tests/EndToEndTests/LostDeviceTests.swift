import Assembly
import Control
import Fleet
import Tags
import Testing

@Suite(.serialized)
struct LostDeviceTests {
    static let killed = PlantTime(seconds: 3 * 3600)
    static let revived = PlantTime(seconds: 3 * 3600 + 600)

    @Test(arguments: ["steam", "separator", "condenser"])
    func theLoopHoldsWithinTwoScansAndRecoversByItself(device: String) async throws {
        let witness = RunWitness { time, fleet in
            if time == Self.killed { try await fleet.suspend(device: device) }
            if time == Self.revived { try await fleet.resume(device: device) }
        }
        let report = try await runInLockstep(
            try shippedProfile("evaporator"), mode: .automatic, duration: .seconds(4 * 3600),
            observers: [witness])
        let holds = await witness.holds(after: Self.killed)
        let hold = try #require(holds.first)
        #expect(hold.time - Self.killed <= .seconds(12))
        #expect(hold.reason.contains(device), "\(hold.reason)")

        let during = await witness.badTags.filter {
            $0.time > Self.killed && $0.time <= Self.revived
        }
        #expect(!during.isEmpty)
        for scan in during {
            #expect(scan.tags.allSatisfy { $0.hasPrefix("\(device).") })
            #expect(!scan.tags.isEmpty)
        }
        let release = try #require(await witness.releases(after: Self.revived).first)
        #expect(release - Self.revived < .seconds(600))
        #expect(report.faults > 0)
        #expect(report.limitViolations == 0)
    }
}
