import ModbusWire
import Profiles
import Tags

extension SimulatedDevice {
    /// What the registers say of a tag, given by its place among ``tags``.
    func reading(of number: Int) -> TagReading {
        refresh()
        let tag = tags[number]
        var value: TagValue?
        var status = SampleStatus.bad(.undecodable)
        var isWritable = false
        if let range = tag.mapping.range {
            switch tag.mapping.decode(items(tag.mapping.table, range)) {
            case .value(let decoded):
                value = decoded
                status = .good
            case .notAvailable: status = .bad(.notAvailable)
            case .undecodable: break
            }
            let table = bank[tag.mapping.table]
            let place = table.place(of: range.start, range.count)
            isWritable = table.all(BankTable.Flag.writable, from: place, range.count)
        }
        return TagReading(
            name: tag.name, device: name, value: value, status: status, unit: tag.unit,
            isForced: forced.contains { $0.tag == number }, isWritable: isWritable,
            limits: plantLimits(of: tag) ?? tag.mapping.valueLimits, mapping: tag.mapping)
    }

    /// The words that hold a value; throws what is wrong with it.
    func words(
        of number: Int, for value: TagValue, order: OrderChoice
    ) throws(TagFault) -> [UInt16] {
        let tag = tags[number]
        do {
            return try tag.mapping.encode(value, order: order)
        } catch {
            throw TagFault(
                tag: tag.name.text, value: value, reason: .value(error),
                limits: tag.mapping.valueLimits, unit: tag.unit)
        }
    }

    /// Writes a checked value as a client would, also where clients may not.
    func set(_ number: Int, to value: TagValue) throws(TagFault) {
        let mapping = tags[number].mapping
        guard let range = mapping.range else { return }
        refresh()
        // Where somebody acts on writes, the registers come in the order of writing.
        let table = bank[mapping.table]
        let place = table.place(of: range.start, range.count)
        let isWatched = table.any(BankTable.Flag.watched, from: place, range.count)
        let isReordered = mapping.table.isWritable && mapping.writeOrder != mapping.wordOrder
        let words = try words(of: number, for: value, order: isReordered ? .write : .read)
        underForces {
            put(words, mask: mapping.mask(inWrittenOrder: isReordered), mapping.table, range)
            if isWatched { actOnWrite(mapping.table, range) }
        }
    }

    /// Lets a tag show a checked value from now on.
    func force(_ number: Int, to value: TagValue) throws(TagFault) {
        let mapping = tags[number].mapping
        guard let range = mapping.range else { return }
        refresh()
        let words = try words(of: number, for: value, order: .read)
        liftForces()
        if let index = forced.firstIndex(where: { $0.tag == number }) {
            forced[index].words = words
        } else {
            areForcesLifted = true
            forced.append(
                ForcedTag(
                    tag: number, table: mapping.table, range: range,
                    mask: mapping.mask(inWrittenOrder: false), words: words, underneath: []))
        }
        lowerForces()
    }

    /// Lets a tag show what it would; returns whether it was forced.
    @discardableResult
    func release(_ number: Int) -> Bool {
        guard let index = forced.firstIndex(where: { $0.tag == number }) else { return false }
        liftForces()
        forced.remove(at: index)
        lowerForces()
        return true
    }

    /// What the plant takes for a setpoint bound to the tag; nil for other tags.
    private func plantLimits(of tag: TagProfile) -> ClosedRange<Double>? {
        bound.first { $0.limits != nil && $0.mapping == tag.mapping }?.limits
    }
}

extension RegisterMapping {
    /// The bits of each register that belong to the value.
    func mask(inWrittenOrder: Bool) -> UInt16 {
        guard case .bit(let number) = type else { return .max }
        let mask = UInt16(1) << UInt16(number)
        let order = inWrittenOrder ? writeOrder : wordOrder
        return order == .badc || order == .dcba ? mask.byteSwapped : mask
    }
}
