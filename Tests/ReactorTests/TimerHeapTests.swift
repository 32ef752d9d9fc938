import Testing

@testable import Reactor

private final class Owner: TimerHandler {
    func timerFired(token: UInt64) {}
}

struct TimerHeapTests {
    private let owner = Owner()

    private func time(_ nanoseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: nanoseconds)
    }

    private func drain(_ heap: inout TimerHeap) -> [UInt64] {
        var tokens: [UInt64] = []
        while let timer = heap.take(dueAt: .distantFuture) { tokens.append(timer.token) }
        return tokens
    }

    @Test func takesOnlyWhatIsDue() {
        var heap = TimerHeap()
        _ = heap.schedule(at: time(20), token: 2, handler: owner)
        _ = heap.schedule(at: time(10), token: 1, handler: owner)
        #expect(heap.earliest == time(10))
        #expect(heap.take(dueAt: time(9))?.token == nil)
        #expect(heap.take(dueAt: time(19))?.token == 1)
        #expect(heap.take(dueAt: time(19))?.token == nil)
        #expect(heap.take(dueAt: time(20))?.token == 2)
        #expect(heap.earliest == nil)
    }

    @Test func keepsTheOrderOfSchedulingAtEqualTimes() {
        var heap = TimerHeap()
        for token in 0..<100 as Range<UInt64> {
            _ = heap.schedule(at: time(5), token: token, handler: owner)
        }
        #expect(drain(&heap) == Array(0..<100))
    }

    @Test func anOldIdentityCancelsNothing() {
        var heap = TimerHeap()
        let fired = heap.schedule(at: time(1), token: 1, handler: owner)
        _ = heap.take(dueAt: time(1))
        let cancelled = heap.schedule(at: time(2), token: 2, handler: owner)
        heap.cancel(cancelled)
        _ = heap.schedule(at: time(3), token: 3, handler: owner)
        heap.cancel(fired)
        heap.cancel(cancelled)
        #expect(drain(&heap) == [3])
    }

    @Test func letsGoOfTheHandler() {
        var heap = TimerHeap()
        weak var released: Owner?
        do {
            let brief = Owner()
            released = brief
            let id = heap.schedule(at: time(1), token: 1, handler: brief)
            _ = heap.schedule(at: time(2), token: 2, handler: brief)
            heap.cancel(id)
            _ = heap.take(dueAt: time(2))
        }
        #expect(released == nil)
    }

    /// A thousand random steps against a plain sorted list.
    @Test(arguments: UInt64(0)..<50)
    func agreesWithASortedList(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(below bound: UInt64) -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state % bound
        }
        var heap = TimerHeap()
        var list: [(time: UInt64, token: UInt64, id: TimerID)] = []
        for token in 0..<1_000 as Range<UInt64> {
            switch random(below: 4) {
            case 0, 1:
                let due = random(below: 64)
                let id = heap.schedule(at: time(due), token: token, handler: owner)
                let position = list.firstIndex { $0.time > due } ?? list.count
                list.insert((due, token, id), at: position)
            case 2 where !list.isEmpty:
                let index = Int(random(below: UInt64(list.count)))
                heap.cancel(list.remove(at: index).id)
            default:
                let now = random(below: 64)
                let expected = list.first.flatMap { $0.time <= now ? $0.token : nil }
                if expected != nil { list.removeFirst() }
                #expect(heap.take(dueAt: time(now))?.token == expected)
            }
            #expect(heap.count == list.count)
        }
        #expect(drain(&heap) == list.map(\.token))
    }
}
