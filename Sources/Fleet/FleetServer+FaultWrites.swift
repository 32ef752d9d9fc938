import Logging
import ModbusWire
import Profiles
import Tags

extension FleetServer {
    /// A request as faults let the device see it; empty if its addresses leave the table.
    func rewritten(
        _ pdu: [UInt8], _ rules: [ActiveFault], _ device: SimulatedDevice
    ) -> [UInt8] {
        var pdu = pdu
        for fault in rules {
            switch fault.rule.effect {
            case .shift(let count):
                guard shift(&pdu, by: count) else { return [] }
            case .writeOrder, .clamp, .round: change(&pdu, fault, device)
            default: break
            }
        }
        return pdu
    }

    private func shift(_ pdu: inout [UInt8], by count: Int) -> Bool {
        guard pdu.count >= 5 else { return true }
        for offset in pdu[0] == 23 && pdu.count >= 9 ? [1, 5] : [1] {
            let address = Int(pdu[offset]) << 8 | Int(pdu[offset + 1])
            guard let moved = UInt16(exactly: address - count) else { return false }
            pdu.replaceSubrange(offset..<offset + 2, with: moved.wireBytes)
        }
        return true
    }

    /// Changes the values of whole tags in a write of registers.
    private func change(_ pdu: inout [UInt8], _ fault: ActiveFault, _ device: SimulatedDevice) {
        let request = pdu.withUnsafeBytes { FaultRequest($0) }
        let offsets: [UInt8: Int] = [6: 3, 16: 6, 23: 10]
        guard let write = request.write, let offset = offsets[pdu[0]],
            pdu.count >= offset + 2 * write.count
        else { return }
        for tag in device.tags where tag.mapping.table == write.table && fault.isAbout(tag) {
            guard let own = tag.mapping.range, own.start >= write.start,
                own.end <= write.end, !tag.mapping.type.isText, !tag.mapping.type.isFlag
            else { continue }
            let first = offset + 2 * (own.start - write.start)
            var words = (0..<own.count).map {
                UInt16(pdu[first + 2 * $0]) << 8 | UInt16(pdu[first + 2 * $0 + 1])
            }
            words.withUnsafeMutableBufferPointer { fault.change($0, tag.mapping) }
            pdu.replaceSubrange(
                first..<first + 2 * own.count, with: words.flatMap(\.wireBytes))
        }
    }

    /// What follows a write that was carried out.
    func follow(
        _ request: FaultRequest, _ rules: [ActiveFault], _ device: SimulatedDevice,
        before: KeptWords?
    ) {
        guard let write = request.write else { return }
        let now = host.now
        for fault in rules {
            switch fault.rule.effect {
            case .halfWrites(nil): blank(write, device)
            case .revert(let after):
                guard let before else { continue }
                faults.events.scheduleBounded(at: now + after, .revert(fault.number, before))
            case .otherClient(let other):
                guard let after = other.after else { continue }
                faults.events.scheduleBounded(at: now + after, .other(fault.number))
            case .watchdog(let after, _):
                faults.update(fault.number) { $0.round += 1 }
                faults.events.scheduleBounded(
                    at: now + after, .fall(fault.number, round: fault.round + 1))
            case .trip(let tag, let value):
                faults.update(fault.number) { $0.isTripped = true }
                set(tag, to: value)
            default: break
            }
        }
    }

    /// Sets the rest of every value to 0 of which only a part was written.
    private func blank(_ write: FaultRange, _ device: SimulatedDevice) {
        for tag in device.tags where tag.mapping.table == write.table {
            guard let own = tag.mapping.range,
                write.touches(write.table, own.start, own.count),
                own.start < write.start || own.end > write.end
            else { continue }
            var words = device.items(write.table, own)
            for index in words.indices
            where own.start + index < write.start || own.start + index >= write.end {
                words[index] = 0
            }
            device.underForces { device.put(words, write.table, own) }
        }
    }
}

extension FleetServer {
    /// Sets a tag as a client would; a value that its registers cannot hold is logged.
    func set(_ tag: String, to value: Double) {
        guard let place = TagName(tag).flatMap({ tagPlaces[$0] }) else { return }
        do throws(TagFault) {
            try devices[place.device].set(place.tag, to: .number(value))
        } catch {
            logger.warning("a fault cannot set a tag", metadata: ["fleet.error": "\(error)"])
        }
    }

    /// Puts registers back, and what the plant takes from them.
    func restore(_ kept: KeptWords, of device: SimulatedDevice) {
        guard let range = AddressRange(start: kept.range.start, count: kept.range.count) else {
            return
        }
        device.refresh()
        device.underForces { device.put(kept.words, kept.range.table, range) }
        for tag in device.tags where tag.mapping.table == kept.range.table {
            guard let own = tag.mapping.range, range.contains(own) else { continue }
            let first = own.start - range.start
            let words = Array(kept.words[first..<first + own.count])
            guard case .value(let value) = tag.mapping.decode(words, order: .read),
                let number = value.number
            else { continue }
            set(tag.name.text, to: number)
        }
    }

    /// Changes one bit of a tag's first register.
    func toggle(bit: Int, of tag: String) {
        guard let place = TagName(tag).flatMap({ tagPlaces[$0] }) else { return }
        let device = devices[place.device]
        let mapping = device.tags[place.tag].mapping
        guard let range = AddressRange(start: mapping.address, count: 1) else { return }
        device.refresh()
        device.underForces {
            let word = device.items(mapping.table, range)[0]
            let toggled = mapping.table.isBits ? 1 - word : word ^ (1 << UInt16(bit))
            device.put([toggled], mapping.table, range)
            device.actOnWrite(mapping.table, range)
        }
    }
}

extension ActiveFault {
    /// Changes one written value, given in the order of writing.
    fileprivate func change(
        _ words: UnsafeMutableBufferPointer<UInt16>, _ mapping: RegisterMapping
    ) {
        if case .writeOrder(let order) = rule.effect {
            words.reorder(from: order, to: mapping.writeOrder)
            return
        }
        let number = mapping.decodeNumber(UnsafeBufferPointer(words), order: .write).value
        guard number.isFinite else { return }
        switch rule.effect {
        case .clamp(let range):
            let held = min(max(number, range.lowerBound), range.upperBound)
            mapping.encodeSaturating(held, order: .write, into: words)
        case .round(let step):
            mapping.encodeSaturating((number / step).rounded() * step, order: .write, into: words)
        default: break
        }
    }
}
