/// Inner loops over plain memory, two lanes wide, which is what every x86-64 and arm64 has.
///
/// Pairs start at even positions wherever they are written and read: a load that spans two narrow
/// stores waits for both to land, and for short vectors that wait is most of the time. The sums run
/// in the same order on every machine, so results repeat to the last bit.
enum VectorKernels {
    /// Σ a × b.
    @inline(__always)
    static func dot(
        _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, count: Int
    ) -> Double {
        var low = SIMD2<Double>.zero
        var high = SIMD2<Double>.zero
        var index = 0
        while index &+ 4 <= count {
            low += pair(first, index) * pair(second, index)
            high += pair(first, index &+ 2) * pair(second, index &+ 2)
            index &+= 4
        }
        if index &+ 2 <= count {
            low += pair(first, index) * pair(second, index)
            index &+= 2
        }
        low += high
        var sum = low.x + low.y
        if index < count { sum += first[index] * second[index] }
        return sum
    }

    /// target += factor × source.
    @inline(__always)
    static func add(
        _ factor: Double, times source: UnsafePointer<Double>,
        to target: UnsafeMutablePointer<Double>, count: Int
    ) {
        var index = 0
        while index &+ 2 <= count {
            store(pair(target, index) + factor * pair(source, index), target, index)
            index &+= 2
        }
        if index < count { target[index] += factor * source[index] }
    }

    /// target = factor × source, then `last`, then zeros up to an even length.
    @inline(__always)
    static func set(
        _ target: UnsafeMutablePointer<Double>, to factor: Double,
        times source: UnsafePointer<Double>, count: Int, last: Double
    ) {
        var index = 0
        while index &+ 2 <= count {
            store(factor * pair(source, index), target, index)
            index &+= 2
        }
        let isOdd = index < count
        store(
            isOdd ? SIMD2(factor * source[index], last) : SIMD2(last, 0), target, index)
    }

    /// One column of a UD update: column += step × gain, gain += share × old column, and `share`
    /// becomes the next gain.
    @inline(__always)
    static func shear(
        _ column: UnsafeMutablePointer<Double>, _ gain: UnsafeMutablePointer<Double>,
        step: Double, share: Double, count: Int
    ) {
        var index = 0
        while index &+ 2 <= count {
            let old = pair(column, index)
            let now = pair(gain, index)
            store(old + step * now, column, index)
            store(now + share * old, gain, index)
            index &+= 2
        }
        if index < count {
            let old = column[index]
            let now = gain[index]
            column[index] = old + step * now
            store(SIMD2(now + share * old, share), gain, index)
        } else {
            store(SIMD2(share, 0), gain, index)
        }
    }

    @inline(__always)
    static func pair(_ pointer: UnsafePointer<Double>, _ index: Int) -> SIMD2<Double> {
        UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD2<Double>.self)
    }

    @inline(__always)
    static func store(
        _ value: SIMD2<Double>, _ pointer: UnsafeMutablePointer<Double>, _ index: Int
    ) {
        UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: SIMD2<Double>.self)
    }
}
