import ModbusWire
import Profiles
import Tags

extension FleetServer {
    /// An answer to a read as faults let it look; other answers as they are.
    func viewed(
        _ answer: [UInt8], of request: FaultRequest, _ rules: [ActiveFault],
        _ device: SimulatedDevice
    ) -> [UInt8] {
        let views = rules.filter { $0.rule.effect.isView }
        guard !views.isEmpty, let read = request.read, isSound(read) else { return answer }
        let isRefused = answer[0] & FunctionCode.exceptionBit != 0
        let fills = views.contains { if case .holes = $0.rule.effect { true } else { false } }
        // Only holes turn a refusal into an answer, and only one about the address.
        if isRefused, !fills || answer[1] != ExceptionCode.illegalDataAddress.rawValue {
            return answer
        }
        var wanted = read
        var isWide = false
        for fault in views {
            if case .bitsShifted(let count) = fault.rule.effect {
                let start = max(wanted.start - count, 0)
                wanted = FaultRange(table: read.table, start: start, count: read.count)
            }
            if case .fourBytes = fault.rule.effect { isWide = true }
        }
        let shown =
            isWide
            ? FaultRange(
                table: wanted.table, start: wanted.start,
                count: min(wanted.count + 1, 65_536 - wanted.start)) : wanted
        var picture = FaultPicture(device, shown, now: host.now)
        for fault in views { picture.apply(fault) }
        if isRefused { device.counters.exceptions &-= 1 }
        return isWide
            ? wide(picture, wanted, request.function) : plain(picture, wanted, request.function)
    }

    private func isSound(_ range: FaultRange) -> Bool {
        range.count >= 1 && range.end <= 65_536 && range.count <= range.table.maximumRead
    }

    private func plain(
        _ picture: FaultPicture, _ range: FaultRange, _ function: UInt8
    ) -> [UInt8] {
        let words = (range.start..<range.end).map { picture[$0] }
        guard range.table.isBits else {
            return [function, UInt8(2 * words.count)] + words.flatMap(\.wireBytes)
        }
        var bytes = [UInt8](repeating: 0, count: (words.count + 7) / 8)
        for (index, word) in words.enumerated() where word != 0 {
            bytes[index / 8] |= 1 << UInt8(index % 8)
        }
        return [function, UInt8(bytes.count)] + bytes
    }

    /// Each address with the one after it: four bytes an address.
    private func wide(
        _ picture: FaultPicture, _ range: FaultRange, _ function: UInt8
    ) -> [UInt8] {
        guard 2 + 4 * range.count <= WireLimits.maximumPDU else {
            return [function | FunctionCode.exceptionBit, 3]
        }
        let words = (range.start..<range.end).flatMap { address in
            [picture[address], address + 1 < picture.end ? picture[address + 1] : 0]
        }
        return [function, UInt8(2 * words.count)] + words.flatMap(\.wireBytes)
    }

    /// What registers hold now; nil unless all are declared.
    func keep(_ range: FaultRange, of device: SimulatedDevice) -> KeptWords? {
        device.refresh()
        guard let addresses = AddressRange(start: range.start, count: range.count),
            device.bank[range.table].place(of: range.start, range.count) >= 0
        else { return nil }
        return KeptWords(range: range, words: device.items(range.table, addresses))
    }

    /// What a rule's registers hold now: its tags, its addresses, or all of the device.
    func keepAll(of fault: ActiveFault) -> [KeptWords] {
        guard fault.place.device >= 0 else { return [] }
        let device = devices[fault.place.device]
        if !fault.place.tags.isEmpty {
            return fault.place.tags.compactMap { keep($0, of: device) }
        }
        let tables = fault.rule.target.table.map { [$0] } ?? PrimaryTable.allCases
        let addresses = fault.rule.target.addresses ?? 0...65_535
        return tables.flatMap { table in
            let bank = device.bank[table]
            return (0..<bank.runCount).compactMap { index -> KeptWords? in
                let first = max(Int(bank.runs[index].start), addresses.lowerBound)
                let last = min(Int(bank.runs[index].end), addresses.upperBound + 1)
                guard first < last else { return nil }
                return keep(
                    FaultRange(table: table, start: first, count: last - first), of: device)
            }
        }
    }
}
