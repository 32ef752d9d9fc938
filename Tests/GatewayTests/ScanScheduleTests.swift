import Tags
import Testing

@testable import Gateway

struct ScanScheduleTests {
    private func at(_ seconds: Double) -> PlantTime { PlantTime(seconds: seconds) }

    @Test func scansLieOnAGridThatDoesNotDrift() {
        var schedule = ScanSchedule(interval: .milliseconds(700), phase: .milliseconds(100))
        var time = PlantTime.start
        for sequence in 0..<1_000 {
            // Each is taken a little late.
            time = schedule.nextDue + .milliseconds(3)
            let due = schedule.take(at: time)
            #expect(due?.sequence == sequence)
            #expect(due?.time == PlantTime.start + .milliseconds(100 + 700 * sequence))
        }
        #expect(schedule.missed == 0)
    }

    @Test func nothingIsTakenBeforeItIsDue() {
        var schedule = ScanSchedule(interval: .seconds(1), phase: .seconds(5))
        #expect(schedule.take(at: at(4.999)) == nil)
        #expect(schedule.take(at: at(5))?.sequence == 0)
        #expect(schedule.take(at: at(5.999)) == nil)
    }

    @Test func aPauseIsNotMadeUpForButCounted() {
        var schedule = ScanSchedule(interval: .seconds(1))
        _ = schedule.take(at: at(0))
        let late = schedule.take(at: at(3_600.5))
        #expect(late == ScanSchedule.Due(sequence: 3_600, time: at(3_600)))
        #expect(schedule.missed == 3_599)
        #expect(schedule.take(at: at(3_600.5)) == nil)
        #expect(schedule.nextDue == at(3_601))
    }

    @Test func aScanSkippedForOneUnderWayIsCounted() {
        var schedule = ScanSchedule(interval: .seconds(1))
        _ = schedule.take(at: at(0))
        schedule.skip(at: at(1.2))
        schedule.skip(at: at(1.3))
        #expect(schedule.missed == 1)
        #expect(schedule.take(at: at(2))?.sequence == 2)
    }
}
