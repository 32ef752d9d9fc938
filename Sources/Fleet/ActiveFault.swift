import Profiles
import Tags

/// One rule that waits or acts, and all it remembers.
struct ActiveFault: Codable {
    let number: FaultNumber
    let rule: FaultRule
    let place: FaultPlace
    /// Whether it acts now: its time has come, its condition holds, its cycle is in its part.
    var isActing = false
    /// Whether its condition holds; true without one.
    var isConditionMet: Bool
    var began: PlantTime?
    private(set) var strikes = 0
    /// Requests that fitted its target.
    private var fits = 0
    /// Numbers of chance drawn.
    private var draws: UInt64 = 0
    /// Writes by register, for a budget.
    private var writes: [Int: Int] = [:]
    /// The connection that holds a write lock, and when it last asked.
    var lockOwner: UInt32?
    private var lockSeen = PlantTime.start
    /// What registers held at a moment that counts for the effect.
    var kept: [KeptWords] = []
    /// What is kept next time it is asked for.
    var keptNext: [KeptWords] = []
    /// Numbers at a moment that counts for the effect, by tag.
    var numbers: [String: Double] = [:]
    /// Whether a write has tripped it.
    var isTripped = false
    /// Counts what is scheduled anew, so that what was scheduled before is known to be old.
    var round = 0

    private let seed: UInt64
    private var generator: SeededGenerator?

    private enum CodingKeys: String, CodingKey {
        case number, rule, place, isActing, isConditionMet, began, strikes, fits, draws, writes
        case lockOwner, lockSeen, kept, keptNext, numbers, isTripped, round, seed
    }

    init(number: FaultNumber, rule: FaultRule, place: FaultPlace, seed: UInt64) {
        self.number = number
        self.rule = rule
        self.place = place
        self.seed = seed
        isConditionMet = rule.window.when == nil
    }

    var state: FaultState {
        FaultState(
            number: number, rule: rule, strikes: strikes, phase: began == nil ? .waiting : .active,
            began: began, ended: nil)
    }

    mutating func strike() { strikes += 1 }

    /// The next number of its own chance, 0..<1.
    mutating func chance() -> Double {
        if generator == nil {
            generator = SeededGenerator(seed: seed, purpose: "fault.\(rule.name)")
            for _ in 0..<draws { _ = generator?.next() }
        }
        draws += 1
        return generator?.nextUnit() ?? 1
    }
}

/// Words as they were.
struct KeptWords: Codable {
    let range: FaultRange
    var words: [UInt16]
}

extension ActiveFault {
    /// Whether a request is one of the target's, chance and counting aside.
    func fits(_ request: FaultRequest) -> Bool {
        let target = rule.target
        if case .broadcast = rule.effect {
            guard request.listener == place.listener, request.unit == 0 else { return false }
        } else if target.units.isEmpty {
            guard request.device == place.device else { return false }
        } else {
            guard request.listener == place.listener, target.units.contains(request.unit) else {
                return false
            }
        }
        if !target.functions.isEmpty, !target.functions.contains(request.function) { return false }
        let ranges = [request.read, request.write].compactMap(\.self)
        if let table = target.table, !ranges.contains(where: { $0.table == table }) { return false }
        if let addresses = target.addresses {
            guard
                ranges.contains(where: {
                    $0.start <= addresses.upperBound && addresses.lowerBound < $0.end
                })
            else { return false }
        }
        if !target.tags.isEmpty {
            guard
                ranges.contains(where: { range in
                    place.tags.contains { $0.touches(range.table, range.start, range.count) }
                })
            else { return false }
        }
        if let start = target.start, !ranges.contains(where: { $0.start == start }) { return false }
        if let quantity = target.quantity {
            guard ranges.contains(where: { quantity.contains($0.count) }) else { return false }
        }
        return true
    }

    /// Counts a request that fits; whether it is one of those to strike.
    private mutating func picks(_ request: FaultRequest) -> Bool {
        fits += 1
        let target = rule.target
        if let wanted = target.request, fits != wanted { return false }
        if let every = target.every, !fits.isMultiple(of: every) { return false }
        if let first = target.first, request.ordinal > first { return false }
        if let chance = target.chance, self.chance() >= chance { return false }
        return rule.end.count.map { strikes < $0 } ?? true
    }

    /// Adds what the rule does about a request to the decision.
    mutating func consider(_ request: FaultRequest, _ decision: inout FaultDecision) {
        if isTripped, let tripped = place.tripped, tripped.device == request.device,
            let write = request.write, tripped.range.touches(write.table, write.start, write.count),
            decision.fate == .carryOut
        {
            decision.fate = .pretend
            decision.struck(by: number)
            return
        }
        guard request.listener == place.listener, fits(request), concerns(request) else { return }
        if rule.effect.decidesFate {
            guard decision.fate == .carryOut, let fate = fate(of: request), picks(request) else {
                return
            }
            decision.fate = fate
            if case .silence(.connection) = rule.effect { decision.isConnectionMuted = true }
            if case .deaf(_, true) = rule.effect { decision.isConnectionMuted = true }
            if case .answer(let answer) = rule.effect { shape(&decision, answer) }
        } else {
            guard picks(request) else { return }
            shape(&decision)
        }
        decision.struck(by: number)
        if !rule.effect.isStanding { strikes += 1 }
    }
}

extension ActiveFault {
    /// What a request gets instead of being carried out; nil if the rule does not mind it. Keeps
    /// the books of budgets and locks.
    private mutating func fate(of request: FaultRequest) -> FaultDecision.Fate? {
        switch rule.effect {
        case .silence(.request), .silence(.connection), .halfOpen: .lose
        case .exception(let code, let function): .refuse(code: code, function: function)
        case .inFlight(.firstOnly): request.place >= 1 ? .lose : nil
        case .inFlight(.loseSecond): request.place == 1 ? .lose : nil
        case .broadcast: .broadcast
        case .answer(let answer):
            switch answer.content {
            case .own: nil
            case .exception(let code): .refuse(code: code, function: nil)
            case .pdu(let bytes): .pdu(bytes)
            case .adu(let bytes): .adu(bytes)
            }
        case .deaf(let within, _): request.age < within ? .lose : nil
        case .pause(let least, let other):
            request.sinceAnswer.map { $0 < least } == true ? other.fate : nil
        case .boundary(let every, let other):
            request.main.map { $0.start / every != ($0.end - 1) / every } == true
                ? other.fate : nil
        case .wholeValues(let other): request.cutsValue ? other.fate : nil
        case .halfWrites(let other?): request.cutsValue ? other.fate : nil
        case .oneValue(let other): request.values > 1 ? other.fate : nil
        case .ignoreWrites: .pretend
        case .writeBudget(let limit, let spent, let other):
            isSpent(request, limit: limit - spent) ? other.fate : nil
        case .writeLock(let other, let holdTime):
            isLocked(request, for: holdTime) ? other.fate : nil
        default: nil
        }
    }

    private mutating func isSpent(_ request: FaultRequest, limit: Int) -> Bool {
        guard let write = request.write else { return false }
        let registers = write.start..<write.end
        if registers.contains(where: { writes[$0, default: 0] >= limit }) { return true }
        for register in registers { writes[register, default: 0] += 1 }
        return false
    }

    private mutating func isLocked(_ request: FaultRequest, for holdTime: Duration) -> Bool {
        if let lockOwner, lockOwner != request.connection, request.now - lockSeen < holdTime {
            return true
        }
        lockOwner = request.connection
        lockSeen = request.now
        return false
    }

    /// Changes the answer, or how it leaves.
    private mutating func shape(_ decision: inout FaultDecision) {
        switch rule.effect {
        case .delay(let by, let jitter, let isOvertaken):
            decision.delay += by
            if jitter > .zero {
                decision.delay += .nanoseconds(Int64(chance() * Double(jitter.nanoseconds)))
            }
            decision.isOvertaken = decision.isOvertaken || isOvertaken
        case .silence: decision.isAnswerLost = true
        case .transactionId(let change): decision.transactionId.append(change)
        case .unitId(let unit): decision.unitId = unit
        case .protocolId(let id): decision.protocolId = id
        case .length(let change): decision.length.append(change)
        case .function(let code): decision.function = code
        case .byteCount(let change): decision.byteCount.append(change)
        case .inFlight: decision.isReversed = true
        case .resetAfter(let count): decision.resetAfter = count
        case .close(let how): decision.close = how
        case .split(let cuts, let pause):
            decision.cuts = cuts
            decision.cutPause = pause
        case .drip(let bytes, let every):
            decision.dripBytes = bytes
            decision.dripEvery = every
        case .join(let count): decision.join = count
        case .leading(let bytes): decision.leading += bytes
        case .trailing(let bytes): decision.trailing += bytes
        case .rtu(let isRight, _): decision.crc = isRight
        case .answer(let answer): shape(&decision, answer)
        default: decision.contents.append(number)
        }
    }

    private func shape(_ decision: inout FaultDecision, _ answer: ScriptedAnswer) {
        decision.delay += answer.delay
        if answer.dripBytes > 0 {
            decision.dripBytes = answer.dripBytes
            decision.dripEvery = answer.dripEvery
        }
        if let count = answer.resetAfter { decision.resetAfter = count }
    }
}

extension FaultRefusal {
    var fate: FaultDecision.Fate {
        switch self {
        case .exception(let code): .refuse(code: code, function: nil)
        case .silence: .lose
        }
    }
}
