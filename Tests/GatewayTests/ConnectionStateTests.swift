import Testing

@testable import Gateway

struct ConnectionStateTests {
    private func state(longest: Duration = .seconds(8)) -> ConnectionState {
        ConnectionState(backOff: BackOff(longest: longest, seed: 1, purpose: "test"))
    }

    @Test func theFirstRequestOpensTheConnectionAndOthersWait() {
        var state = state()
        #expect(state.admit(at: .zero) == .connect)
        #expect(state.admit(at: .zero) == .wait)
        state.opened()
        #expect(state.admit(at: .zero) == .send)
    }

    @Test func aFailedAttemptRefusesUntilItsWaitIsOver() {
        var state = state()
        _ = state.admit(at: .zero)
        state.failed(at: .zero)
        #expect(state.admit(at: .milliseconds(700)) == .refuse)
        #expect(state.admit(at: .seconds(1)) == .connect)
    }

    @Test func aConnectionThatHasAnsweredMayBeOpenedAgainAtOnce() {
        var state = state()
        _ = state.admit(at: .zero)
        state.opened()
        state.answered()
        state.lost(at: .zero)
        #expect(state.phase == .idle)
        #expect(state.admit(at: .zero) == .connect)
    }

    @Test func acceptingAndClosingWithoutAnAnswerCountsAsAFailure() {
        var state = state()
        var waits: [Duration] = []
        var time = Duration.zero
        for _ in 0..<6 {
            #expect(state.admit(at: time) == .connect)
            state.opened()
            state.lost(at: time)
            guard case .waiting(let until) = state.phase else { return #expect(Bool(false)) }
            waits.append(until - time)
            time = until
        }
        #expect(waits[0] <= .seconds(1) && waits[0] >= .milliseconds(750))
        #expect(waits[1] > .milliseconds(1_400) && waits[2] > .milliseconds(2_900))
        #expect(waits[4] <= .seconds(8) && waits[5] <= .seconds(8))
    }

    @Test func anAnswerMakesTheNextWaitShortAgain() {
        var state = state()
        _ = state.admit(at: .zero)
        state.failed(at: .zero)
        _ = state.admit(at: .seconds(1))
        state.failed(at: .seconds(1))
        _ = state.admit(at: .seconds(3))
        state.opened()
        state.answered()
        state.failed(at: .seconds(3))
        #expect(state.admit(at: .seconds(4)) == .connect)
    }

    @Test func threeSilencesInARowGiveTheConnectionUp() {
        var state = state()
        _ = state.admit(at: .zero)
        state.opened()
        let given = (0..<3).map { _ in state.timedOut(inPart: false, at: .zero) }
        #expect(given == [false, false, true])
        #expect(!state.isConnected)
    }

    @Test func anAnswerBetweenSilencesKeepsTheConnection() {
        var state = state()
        _ = state.admit(at: .zero)
        state.opened()
        for _ in 0..<10 {
            #expect(state.timedOut(inPart: false, at: .zero) == false)
            state.answered()
        }
        #expect(state.isConnected)
    }

    @Test func aPartOfAnAnswerAtTheDeadlineGivesTheConnectionUpAtOnce() {
        var state = state()
        _ = state.admit(at: .zero)
        state.opened()
        #expect(state.timedOut(inPart: true, at: .zero) == true)
    }

    @Test(arguments: UInt64(0)..<20)
    func waitsNeverPassTheLongestAndRepeatForASeed(seed: UInt64) {
        var left = BackOff(longest: .seconds(60), seed: seed, purpose: "a")
        var right = BackOff(longest: .seconds(60), seed: seed, purpose: "a")
        for _ in 0..<50 {
            let wait = left.failed()
            #expect(wait > .zero && wait <= .seconds(60))
            #expect(wait == right.failed())
        }
    }

    @Test func aShorterLongestWaitHoldsFromTheStart() {
        var backOff = BackOff(longest: .milliseconds(100), seed: 1, purpose: "a")
        #expect(backOff.failed() <= .milliseconds(100))
    }

    @Test func aUnitThatIsSilentThreeTimesIsLeftAlone() {
        var breaker = UnitBreaker(backOff: BackOff(longest: .seconds(60), seed: 1, purpose: "u"))
        breaker.silent(at: .zero)
        breaker.silent(at: .zero)
        #expect(breaker.admits(at: .zero))
        breaker.silent(at: .zero)
        #expect(!breaker.admits(at: .milliseconds(500)))
        #expect(breaker.admits(at: .seconds(1)))
        breaker.silent(at: .seconds(1))
        #expect(!breaker.admits(at: .seconds(2)))
        breaker.answered()
        #expect(breaker.admits(at: .seconds(2)))
    }
}
