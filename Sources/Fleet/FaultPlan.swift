import ModbusWire
import Profiles
import Tags

/// Every fault of a fleet, and the decision what each request gets. A value: knows no socket and no
/// clock.
struct FaultPlan: Codable {
    /// Most faults, ended ones included.
    static let limit = 1_000

    /// Those that wait or act, in the order injected.
    private(set) var active: [ActiveFault] = []
    /// Those that are over, in the order of their numbers.
    private(set) var past: [FaultState] = []
    private(set) var nextNumber = 1
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    var isEmpty: Bool { active.isEmpty }

    /// What became of every fault, by number.
    var states: [FaultState] {
        (past + active.map(\.state)).sorted { $0.number < $1.number }
    }

    /// Takes a rule in; nil if there are too many.
    mutating func insert(_ rule: FaultRule, at place: FaultPlace) -> FaultNumber? {
        guard active.count < Self.limit else { return nil }
        let number = FaultNumber(rawValue: nextNumber)
        nextNumber += 1
        if past.count + active.count >= Self.limit { past.removeFirst() }
        active.append(ActiveFault(number: number, rule: rule, place: place, seed: seed))
        return number
    }

    func index(of number: FaultNumber) -> Int? {
        active.firstIndex { $0.number == number }
    }

    subscript(number: FaultNumber) -> ActiveFault? {
        get { index(of: number).map { active[$0] } }
        set {
            guard let newValue, let index = index(of: number) else { return }
            active[index] = newValue
        }
    }

    /// Moves a rule to those that are over.
    mutating func end(_ number: FaultNumber, at now: PlantTime) {
        guard let index = index(of: number) else { return }
        var state = active.remove(at: index).state
        state.phase = .ended
        state.ended = now
        past.append(state)
    }

    /// Changes every rule in turn.
    mutating func updateEach(_ body: (inout ActiveFault) -> Void) {
        for index in active.indices { body(&active[index]) }
    }
}

extension FaultPlan {
    /// Decides about one request, and counts the strikes. A rule of a count ends only when it is
    /// asked for with ``spent``.
    mutating func decide(_ request: FaultRequest) -> FaultDecision {
        var decision = FaultDecision()
        for index in active.indices where active[index].isActing {
            active[index].consider(request, &decision)
        }
        return decision
    }

    /// Rules that have struck as often as they may.
    var spent: [FaultNumber] {
        active.filter { fault in
            guard let count = fault.rule.end.count, fault.strikes >= count else { return false }
            return !fault.rule.effect.isStanding || !fault.isActing
        }.map(\.number)
    }

    /// Notes that a connection is gone: locks it held are free.
    mutating func forget(connection: UInt32) {
        for index in active.indices where active[index].lockOwner == connection {
            active[index].lockOwner = nil
        }
    }
}

/// Where a rule acts: the numbers behind its names.
struct FaultPlace: Codable, Equatable {
    /// Number of its device; -1 for a fault of the plant.
    var device = -1
    /// Number of the device's listener; -1 for a fault of the plant.
    var listener = -1
    /// Where the target's tags lie.
    var tags: [FaultRange] = []
    /// The device and place of a tag that a write to the target trips.
    var tripped: (device: Int, range: FaultRange)? {
        get { trippedRange.map { (trippedDevice, $0) } }
        set {
            trippedDevice = newValue?.device ?? -1
            trippedRange = newValue?.range
        }
    }

    private var trippedDevice = -1
    private var trippedRange: FaultRange?
}
