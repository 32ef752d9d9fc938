import ModbusWire
import Plants
import Profiles
import Tags

/// One simulated device: registers, what they are bound to, and the answers to requests.
///
/// Knows no socket. Confined to the fleet's thread.
final class SimulatedDevice {
    let name: String
    let unit: UnitId
    /// Its place among the fleet's devices.
    var number = 0
    let bank: RegisterBank
    let identification: DeviceIdentification
    let host: PlantHost
    let bound: [BoundTag]
    /// Its tags as the profile gives them.
    let tags: [TagProfile]
    /// Tags that show what they were told, in the order they were forced.
    var forced: [ForcedTag] = []
    /// Whether registers hold what they would without forced tags, for the time of a change.
    var areForcesLifted = false
    var counters = DeviceCounters()
    var diagnostics = DeviceDiagnostics()
    /// What it shares with the devices of its listener; nil without one.
    var line: DeviceLine?
    let access: DeviceAccess
    /// Whether it refuses nothing of its own and answers: then nothing more needs asking.
    var isPlain: Bool
    /// The flags of function code 7.
    let exceptionStatus: UInt8
    /// What function code 17 answers after its count.
    let serverId: [UInt8]
    var log: WriteLog
    /// The record it shows again, if it replays one.
    let replay: ReplayTrack?
    private let isReplaying: Bool
    /// The plant step whose values the registers show.
    var shownStep = -1

    /// Builds a device in its first state.
    ///
    /// - Parameters:
    ///   - profile: Its declared registers, tags and texts.
    ///   - signals: Which of its tags the plant shows in, or takes from, by signal number.
    ///   - host: The plant those numbers belong to.
    ///   - logCapacity: Received writes it remembers.
    /// - Throws: What is wrong with a tag's place or first value.
    init(
        _ profile: DeviceProfile, signals: [TagName: Int], host: PlantHost, logCapacity: Int
    ) throws(FleetError) {
        name = profile.name
        unit = profile.unit
        self.host = host
        tags = profile.tags
        identification = DeviceIdentification(profile.identification, device: profile.name)
        let access = DeviceAccess(profile.server)
        self.access = access
        isPlain = access.isOpen
        exceptionStatus = profile.server.exceptionStatus
        let longest = DeviceServerSettings.maximumServerId
        serverId = Array(
            (profile.server.serverId ?? profile.name.utf8.prefix(longest - 1) + [0xFF])
                .prefix(longest))
        log = WriteLog(capacity: logCapacity)
        replay = try Self.replay(of: profile)
        isReplaying = replay != nil
        var declared = profile.blocks.map { block in
            DeclaredRange(
                table: block.table, range: block.range, isWritable: block.table.isWritable,
                words: Array(repeating: block.value, count: block.range.count))
        }
        var bound: [BoundTag] = []
        for tag in profile.tags {
            let number = signals[tag.name]
            let signal = number.flatMap { host.plant?.description.signals[$0] }
            let (range, bindings) = try Self.declaration(of: tag, signal: signal, number: number)
            declared.append(range)
            bound += bindings
        }
        self.bound = bound
        bank = RegisterBank(declared, isShared: profile.server.memory == .shared)
        for tag in profile.tags where tag.mapping.type.isBitOfRegister {
            try setFirstBit(tag)
        }
        replay?.showFirstValues(in: bank)
    }

    /// What a tag declares, and how it is bound.
    ///
    /// Writable is what the profile says clients may write, unless it is bound to something that
    /// cannot be set. A tag that says nothing and is not bound follows the block it lies in.
    private static func replay(of profile: DeviceProfile) throws(FleetError) -> ReplayTrack? {
        guard let source = profile.replay else { return nil }
        return try ReplayTrack(source, of: profile)
    }

    private static func declaration(
        of tag: TagProfile, signal: PlantSignal?, number: Int?
    ) throws(FleetError) -> (DeclaredRange, [BoundTag]) {
        let mapping = tag.mapping
        guard let range = mapping.range else {
            throw .tagOutsideTable(tag.name, address: mapping.address, count: mapping.count)
        }
        let isWritable = tag.isWritable && mapping.table.isWritable
        let isSetpoint = isWritable && signal?.kind == .setpoint
        let isReordered = mapping.writeOrder != mapping.wordOrder && mapping.table.isWritable
        var declared = DeclaredRange(table: mapping.table, range: range)
        declared.isOneValue = !mapping.table.isBits && !mapping.type.isBitOfRegister
        declared.isWritable = signal == nil ? (isWritable ? true : nil) : isSetpoint
        declared.isWatched = isSetpoint || isReordered
        if signal == nil, let value = tag.initialValue, !mapping.type.isBitOfRegister {
            do {
                declared.words = try mapping.encode(value, order: .read)
            } catch {
                throw .initialValue(tag.name, error)
            }
        }
        guard number != nil || isReordered else { return (declared, []) }
        let bound = BoundTag(
            mapping: mapping, range: range, signal: number,
            limits: isSetpoint ? signal?.range : nil)
        return (declared, [bound])
    }

    /// Bits share a register, so they are set one by one once it is there.
    private func setFirstBit(_ tag: TagProfile) throws(FleetError) {
        guard let value = tag.initialValue else { return }
        let table = bank[tag.mapping.table]
        let place = table.place(of: tag.mapping.address, 1)
        do {
            let words = try tag.mapping.encode(value, order: .read, into: table.word(place))
            table.setWord(place, words[0])
        } catch {
            throw .initialValue(tag.name, error)
        }
    }
}

extension SimulatedDevice {
    /// Shows the present values of the plant and of a record that is replayed, only if somebody
    /// asks, the plant's once a step.
    @inline(__always)
    func refresh() {
        if shownStep != host.steps, !bound.isEmpty { show() }
        if isReplaying { playOn() }
    }

    private func playOn() {
        guard let replay, let due = replay.nextChange, due <= host.now else { return }
        underForces { replay.play(to: host.now, in: bank) }
    }

    private func show() {
        shownStep = host.steps
        guard let plant = host.plant else { return }
        underForces {
            for tag in bound {
                guard let signal = tag.signal else { continue }
                tag.show(plant.value(of: signal), in: bank)
            }
        }
    }

    /// Acts on registers or bits that were just written: setpoints go to the plant, held to their
    /// limits, and what is shown is put in order.
    func actOnWrite(_ table: PrimaryTable, _ written: AddressRange) {
        let bits = bank.bits(written, of: table)
        for tag in bound {
            let own = bank.bits(tag.range, of: tag.mapping.table)
            guard bank.isShared || tag.mapping.table == table, own.overlaps(bits) else { continue }
            let isWhole = bits.lowerBound <= own.lowerBound && own.upperBound <= bits.upperBound
            let order: OrderChoice = isWhole ? .write : .read
            if let signal = tag.signal, let limits = tag.limits {
                set(signal, limits, tag, order)
            } else if isWhole {
                tag.reorder(in: bank)
            }
        }
    }

    private func set(
        _ signal: Int, _ limits: ClosedRange<Double>, _ tag: BoundTag, _ order: OrderChoice
    ) {
        guard let plant = host.plant else { return }
        let wanted = tag.number(in: bank, order: order)
        guard wanted.isFinite else {
            tag.show(plant.value(of: signal), in: bank)
            return
        }
        let held = min(max(wanted, limits.lowerBound), limits.upperBound)
        plant.setSetpoint(signal, to: held)
        if held != wanted || tag.mapping.writeOrder != tag.mapping.wordOrder {
            tag.show(held, in: bank)
        }
    }
}

extension RegisterType {
    /// Whether it is one bit of a register that others share.
    var isBitOfRegister: Bool {
        if case .bit = self { true } else { false }
    }
}
