#if canImport(Glibc)
    import Glibc
#endif

/// A repeatable source of chance: xoshiro256** (Blackman and Vigna, ACM Trans. Math. Softw. 47
/// (2021) 36), its state filled from the seed by SplitMix64 (Steele et al., OOPSLA 2014).
///
/// The same seed gives the same numbers on every machine. Not for secrets.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)
    private var spareNormal: Double?

    /// Starts the sequence that belongs to `seed`.
    package init(seed: UInt64) {
        var mix = SplitMix64(state: seed)
        state = (mix.next(), mix.next(), mix.next(), mix.next())
    }

    /// Starts a sequence of its own for one named purpose, so that adding a user of chance leaves
    /// the others' numbers as they were.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - purpose: What the numbers are for; hashed with FNV-1a.
    package init(seed: UInt64, purpose: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var mix = SplitMix64(state: seed)
        self.init(seed: mix.next() ^ hash)
    }

    package mutating func next() -> UInt64 {
        let result = rotated(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, by: 45)
        return result
    }

    /// A number in 0..<1 with 53 random bits.
    package mutating func nextUnit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number of the standard normal distribution, by the polar method of Marsaglia and Bray
    /// (SIAM Review 6 (1964) 260).
    package mutating func nextNormal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let first = 2 * nextUnit() - 1
            let second = 2 * nextUnit() - 1
            let square = first * first + second * second
            guard square > 0, square < 1 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spareNormal = second * factor
            return first * factor
        }
    }

    /// All that the sequence depends on, as six words: what ``init(words:)`` takes.
    package var words: [UInt64] {
        [
            state.0, state.1, state.2, state.3, spareNormal?.bitPattern ?? 0,
            spareNormal == nil ? 0 : 1,
        ]
    }

    /// Goes on with a sequence where ``words`` were taken. Nil for words of no sequence.
    package init?(words: [UInt64]) {
        guard words.count == 6, words[5] <= 1 else { return nil }
        guard words[0] | words[1] | words[2] | words[3] != 0 else { return nil }
        state = (words[0], words[1], words[2], words[3])
        spareNormal = words[5] == 1 ? Double(bitPattern: words[4]) : nil
    }

    private func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}

private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
