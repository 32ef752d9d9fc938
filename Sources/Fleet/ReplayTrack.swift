import Foundation
import ModbusWire
import Profiles
import Tags
import Traffic

/// What a replaying device's registers are to hold when.
///
/// Confined to the fleet's thread. Client writes stand until the record changes what they wrote.
final class ReplayTrack {
    private let changes: [RegisterHistory.Change]
    /// After which the record begins again; nil to hold the last values.
    private let period: Duration?
    /// The next change to make.
    private var next = 0
    /// How often the record has begun again.
    private var laps = 0

    /// How far a track has come.
    struct Position: Hashable, Sendable, Codable {
        var next: Int
        var laps: Int
    }

    /// Takes what a record says of one device.
    init(_ history: RegisterHistory, atEnd: ReplaySource.End) {
        changes = history.changes
        period = atEnd == .repeat ? Self.period(of: changes) : nil
    }

    /// The time of the last change, and once more the time between the last two moments, for which
    /// the last values stand; nil if there is one moment only, which has nothing to repeat.
    private static func period(of changes: [RegisterHistory.Change]) -> Duration? {
        guard let last = changes.last?.time,
            let before = changes.last(where: { $0.time < last })?.time
        else { return nil }
        return (last - .start) + (last - before)
    }

    /// Reads the record a device names.
    ///
    /// - Throws: ``FleetError/replay(device:reason:)``.
    convenience init(_ source: ReplaySource, of device: DeviceProfile) throws(FleetError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: source.path))
        } catch {
            throw .replay(
                device: device.name,
                reason: "the record '\(source.path)' cannot be read. Name a file made by "
                    + "'trimtab simulate --record' or 'trimtab poll --record'.")
        }
        let record: TrafficText.Record
        do {
            record = try TrafficText.read(data, named: source.path)
        } catch {
            throw .replay(device: device.name, reason: error.description)
        }
        let unit = source.unit.map(UnitId.init(rawValue:)) ?? device.unit
        let own = record.exchanges.filter { $0.server == source.server && $0.unit == unit }
        guard !own.isEmpty else {
            let known = Set(record.exchanges.map { "\($0.server), unit \($0.unit)" }).sorted()
            throw .replay(
                device: device.name,
                reason: "the record '\(source.path)' has nothing of server '\(source.server)', "
                    + "unit \(unit); it has \(known.prefix(8).joined(separator: "; ")).")
        }
        self.init(RegisterHistory(own), atEnd: source.atEnd)
    }

    var position: Position {
        get { Position(next: next, laps: laps) }
        set {
            next = min(max(newValue.next, 0), changes.count)
            laps = max(newValue.laps, 0)
        }
    }

    /// Gives every register the first value it is seen with.
    func showFirstValues(in bank: RegisterBank) {
        for change in changes.reversed() { show(change, in: bank) }
    }

    /// When the next change is due; nil when all are made.
    var nextChange: PlantTime? { next < changes.count ? time(of: changes[next]) : nil }

    /// Makes the changes due up to `time`.
    func play(to time: PlantTime, in bank: RegisterBank) {
        while let due = nextChange, due <= time {
            show(changes[next], in: bank)
            next += 1
            if next == changes.count, period != nil {
                next = 0
                laps += 1
            }
        }
    }

    /// Puts a change's values where they are declared.
    private func show(_ change: RegisterHistory.Change, in bank: RegisterBank) {
        let table = bank[change.table]
        for (index, word) in change.words.enumerated() {
            let place = table.place(of: change.start + index, 1)
            guard place >= 0 else { continue }
            if change.table.isBits {
                table.setBit(place, word != 0)
            } else {
                table.setWord(place, word)
            }
        }
    }

    private func time(of change: RegisterHistory.Change) -> PlantTime {
        guard let period else { return change.time }
        return change.time + .nanoseconds(period.nanoseconds * Int64(laps))
    }
}
