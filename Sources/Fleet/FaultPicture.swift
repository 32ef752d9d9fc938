import ModbusWire
import Profiles
import Tags

/// What a device shows in part of a table, for faults to repaint before it is sent.
struct FaultPicture {
    let device: SimulatedDevice
    let table: PrimaryTable
    /// The first address.
    let start: Int
    /// Registers, or bits as 0 and 1; 0 where nothing is declared.
    var words: [UInt16]
    var isDeclared: [Bool]
    let now: PlantTime

    /// Takes what a range shows, with all of every tag that it touches.
    init(_ device: SimulatedDevice, _ range: FaultRange, now: PlantTime) {
        self.device = device
        self.now = now
        table = range.table
        var (first, last) = (range.start, range.end)
        for tag in device.tags where tag.mapping.table == range.table {
            guard let own = tag.mapping.range,
                range.touches(range.table, own.start, own.count)
            else { continue }
            first = min(first, own.start)
            last = max(last, own.end)
        }
        start = first
        last = min(last, 65_536)
        let table = device.bank[range.table]
        words = []
        isDeclared = []
        for address in first..<max(last, first) {
            let place = table.place(of: address, 1)
            isDeclared.append(place >= 0)
            if place < 0 {
                words.append(0)
            } else {
                words.append(range.table.isBits ? (table.bit(place) ? 1 : 0) : table.word(place))
            }
        }
    }

    var end: Int { start + words.count }

    subscript(address: Int) -> UInt16 {
        get { words[address - start] }
        set { words[address - start] = newValue }
    }

    /// The tags a rule is about that lie wholly in the picture.
    func tags(of fault: ActiveFault) -> [TagProfile] {
        device.tags.filter { tag in
            guard tag.mapping.table == table, let own = tag.mapping.range, own.start >= start,
                own.end <= end
            else { return false }
            return fault.isAbout(tag)
        }
    }

    /// Changes each address a rule is about.
    mutating func paint(
        _ fault: ActiveFault, _ word: (_ address: Int, _ isDeclared: Bool) -> UInt16?
    ) {
        for address in start..<end where fault.isAbout(table, address) {
            if let word = word(address, isDeclared[address - start]) { self[address] = word }
        }
    }

    /// Changes the registers of a tag.
    mutating func repaint(
        _ tag: TagProfile, _ body: (RegisterMapping, UnsafeMutableBufferPointer<UInt16>) -> Void
    ) {
        guard let own = tag.mapping.range else { return }
        words.withUnsafeMutableBufferPointer { words in
            let first = own.start - start
            body(
                tag.mapping,
                UnsafeMutableBufferPointer(rebasing: words[first..<first + own.count]))
        }
    }

    /// The number a tag shows; NaN for none.
    func number(of tag: TagProfile) -> Double {
        guard let own = tag.mapping.range else { return .nan }
        let first = own.start - start
        return words.withUnsafeBufferPointer { words in
            let own = UnsafeBufferPointer(rebasing: words[first..<first + own.count])
            return tag.mapping.decodeNumber(own).value
        }
    }
}

extension ActiveFault {
    /// Whether the target names a tag, or does not exclude it.
    func isAbout(_ tag: TagProfile) -> Bool {
        if !rule.target.tags.isEmpty { return rule.target.tags.contains(tag.name.text) }
        guard let addresses = rule.target.addresses, let own = tag.mapping.range else {
            return true
        }
        return own.start <= addresses.upperBound && addresses.lowerBound < own.end
    }

    /// Whether the target names an address, or does not exclude it.
    func isAbout(_ table: PrimaryTable, _ address: Int) -> Bool {
        if let own = rule.target.table, own != table { return false }
        if !rule.target.tags.isEmpty {
            return place.tags.contains { $0.touches(table, address, 1) }
        }
        return rule.target.addresses?.contains(address) ?? true
    }
}
