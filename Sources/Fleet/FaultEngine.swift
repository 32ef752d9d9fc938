import Profiles
import Tags

/// Every fault of a fleet at work: the plan, what is to come, and what is known of connections.
/// Confined to the fleet's thread.
final class FaultEngine {
    /// Most answers that may wait at once.
    static let waitingLimit = 10_000

    var plan: FaultPlan
    var events = FaultEvents()
    /// Connections that faults know of, by number.
    var links: [UInt32: FaultLink] = [:]
    /// Listeners at which requests are looked at.
    var listeners: Set<Int> = []
    /// Whether some rule has a condition.
    var hasConditions = false
    /// Whether some rule asks for whole values.
    var needsValues = false
    /// Whether rules are being looked through: what that sets off does not begin it anew.
    var isReviewing = false

    init(seed: UInt64) { plan = FaultPlan(seed: seed) }

    /// Whether there is nothing to do but answer.
    var isIdle: Bool { plan.isEmpty && events.earliest == nil }

    /// Changes one rule; nothing if it is over.
    func update(_ number: FaultNumber, _ body: (inout ActiveFault) -> Void) {
        guard var fault = plan[number] else { return }
        body(&fault)
        plan[number] = fault
    }
}

/// What faults know of one connection.
struct FaultLink: Codable {
    let listener: Int
    /// Plant time at which it was accepted.
    let opened: PlantTime
    var descriptor: Int32
    /// Requests so far.
    var ordinal = 0
    /// When an answer last left.
    var lastAnswer: PlantTime?
    var lastHeard: PlantTime
    /// Rules that wait for its silence.
    var watchedBy: Set<FaultNumber> = []
    /// Whether it is never answered again.
    var isMuted = false
    /// Number of the fault that silenced it; 0 if none did.
    var fault = 0
    /// What requests to a device meet since it came back.
    var scars: [Int: FaultReturn] = [:]
    /// When the last answer of each device leaves.
    var ready: [Int: PlantTime] = [:]
    /// When the answer that is leaving in parts has left.
    var streamEnd = PlantTime.start
    /// Answers that wait.
    var waiting = 0
    /// Answers that wait to be joined.
    var joined: [[UInt8]] = []

    /// Whether requests must be looked at though no rule asks for it.
    var isMarked: Bool { isMuted || !scars.isEmpty || waiting > 0 || !joined.isEmpty }
}

/// All that faults remember, for a snapshot.
struct FaultMemory: Codable {
    let plan: FaultPlan
    let events: FaultEvents
    let links: [UInt32: FaultLink]
}
