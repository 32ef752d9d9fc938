import Tags

/// Everything that a plant's future depends on beside its settings: taken from one plant, it makes
/// another one of the same model and settings go on bit for bit.
///
/// Encoded, the numbers stand as their bits, so that nothing is rounded and nothing refused.
package struct PlantSnapshot: Hashable, Sendable {
    /// Name of the model.
    package let model: String
    /// Version of the layout; another version cannot be read.
    package let version: Int
    /// What the plant holds as numbers.
    package let numbers: [Double]
    /// What it holds as whole numbers: counters, generators and faults.
    package let words: [UInt64]

    /// The layout written now.
    package static let currentVersion = 1

    /// A snapshot from its parts.
    package init(
        model: String, version: Int = currentVersion, numbers: [Double], words: [UInt64]
    ) {
        self.model = model
        self.version = version
        self.numbers = numbers
        self.words = words
    }
}

extension PlantSnapshot: Codable {
    private enum CodingKeys: CodingKey { case model, version, numbers, words }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            model: try container.decode(String.self, forKey: .model),
            version: try container.decode(Int.self, forKey: .version),
            numbers: try container.decode([UInt64].self, forKey: .numbers)
                .map(Double.init(bitPattern:)),
            words: try container.decode([UInt64].self, forKey: .words))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(version, forKey: .version)
        try container.encode(numbers.map(\.bitPattern), forKey: .numbers)
        try container.encode(words, forKey: .words)
    }
}

/// Collects what the parts of a plant remember.
struct SnapshotWriter {
    private(set) var numbers: [Double] = []
    private(set) var words: [UInt64] = []

    mutating func add(_ number: Double) { numbers.append(number) }

    mutating func add(_ count: Int) { words.append(UInt64(bitPattern: Int64(count))) }

    mutating func add(_ flag: Bool) { words.append(flag ? 1 : 0) }

    mutating func add(_ generator: SeededGenerator) { words += generator.words }

    mutating func add(_ values: [Double]) { numbers += values }
}

/// Hands out what a ``SnapshotWriter`` collected, in the same order.
///
/// The lengths must have been checked. A word that cannot be is read as the nearest that can.
struct SnapshotReader {
    /// Counts beyond it cannot be: it leaves room to count on.
    static let largestCount = 1 << 60

    private let numbers: [Double]
    private let words: [UInt64]
    private var nextNumber = 0
    private var nextWord = 0

    init(_ snapshot: PlantSnapshot) {
        numbers = snapshot.numbers
        words = snapshot.words
    }

    mutating func number() -> Double {
        nextNumber += 1
        return numbers[nextNumber - 1]
    }

    mutating func numbers(_ count: Int) -> [Double] {
        nextNumber += count
        return Array(numbers[nextNumber - count..<nextNumber])
    }

    /// A whole number held to `range`.
    mutating func count(in range: ClosedRange<Int> = 0...largestCount) -> Int {
        let count = Int(Int64(bitPattern: word()))
        return min(max(count, range.lowerBound), range.upperBound)
    }

    mutating func flag() -> Bool { word() != 0 }

    mutating func generator(_ current: SeededGenerator) -> SeededGenerator {
        nextWord += 6
        return SeededGenerator(words: Array(words[nextWord - 6..<nextWord])) ?? current
    }

    private mutating func word() -> UInt64 {
        nextWord += 1
        return words[nextWord - 1]
    }
}
