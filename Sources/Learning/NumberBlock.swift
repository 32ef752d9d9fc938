/// A block of numbers of fixed size, zero at first, that a learner's inner loops reach by pointer.
///
/// Arrays held in a model cost a check an element; that is twenty times the arithmetic. Whoever
/// writes first makes sure that the block is its own, so that models are values.
final class NumberBlock: @unchecked Sendable {
    let base: UnsafeMutablePointer<Double>
    private let count: Int

    init(count: Int) {
        self.count = count
        base = .allocate(capacity: count)
        base.initialize(repeating: 0, count: count)
    }

    private init(copyOf other: NumberBlock) {
        count = other.count
        base = .allocate(capacity: count)
        base.initialize(from: other.base, count: count)
    }

    deinit { base.deallocate() }

    func copy() -> NumberBlock { NumberBlock(copyOf: self) }
}

/// Checks what a learner is about to learn; nil if it may.
@inline(__always)
func refusal(of outcome: Double, from features: UnsafeBufferPointer<Double>) -> LearnRefusal? {
    guard abs(outcome) <= LearnRefusal.largestMagnitude else { return .outcome(outcome) }
    var areUsable = true
    for value in features where !(abs(value) <= LearnRefusal.largestMagnitude) {
        areUsable = false
    }
    if areUsable { return nil }
    let position = features.firstIndex { !(abs($0) <= LearnRefusal.largestMagnitude) } ?? 0
    return .feature(position: position, features[position])
}
