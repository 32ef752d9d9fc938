package import ModbusWire

/// One fault that simulated devices play: the same in a profile, a scenario and a request to the
/// control API. Every duration is plant time.
package struct FaultRule: Hashable, Sendable, Codable {
    /// One word; names the rule in reports and seeds its chance.
    package var name: String
    /// Whose fault it is.
    package var scope: FaultScope
    /// Which requests it strikes.
    package var target: FaultTarget
    /// What it does.
    package var effect: FaultEffect
    /// When it acts.
    package var window: FaultWindow
    /// When it is over.
    package var end: FaultEnd

    package init(
        name: String, scope: FaultScope, target: FaultTarget = FaultTarget(), effect: FaultEffect,
        window: FaultWindow = FaultWindow(), end: FaultEnd
    ) {
        self.name = name
        self.scope = scope
        self.target = target
        self.effect = effect
        self.window = window
        self.end = end
    }

    /// The device it hits; nil for a fault of the plant.
    package var device: String? {
        if case .device(let name) = scope { name } else { nil }
    }
}

/// Whose fault a rule is.
package enum FaultScope: Hashable, Sendable, Codable {
    /// A simulated device, by its name in the profile.
    case device(String)
    /// An instrument or analyser of the plant, by its signal.
    case instrument(String)
    /// An actuator of the plant.
    case actuator(String)
    /// A disturbance of the plant.
    case disturbance(String)

    /// The key that names it in a rule.
    package var key: String {
        switch self {
        case .device: "device"
        case .instrument: "instrument"
        case .actuator: "actuator"
        case .disturbance: "disturbance"
        }
    }

    /// The name behind that key.
    package var name: String {
        switch self {
        case .device(let name), .instrument(let name), .actuator(let name),
            .disturbance(let name):
            name
        }
    }
}

/// Which requests a rule strikes; what is nil or empty says nothing.
package struct FaultTarget: Hashable, Sendable, Codable {
    /// Unit ids of the request; empty for the device's own.
    package var units: [UInt8] = []
    /// Function codes.
    package var functions: [UInt8] = []
    /// The table that is read or written.
    package var table: PrimaryTable?
    /// Addresses of which the request touches one at least.
    package var addresses: ClosedRange<Int>?
    /// Tags of which the request touches one at least.
    package var tags: [String] = []
    /// The first address asked for.
    package var start: Int?
    /// How many registers or bits are asked for.
    package var quantity: ClosedRange<Int>?
    /// Only this one of the requests that fit, counted from 1.
    package var request: Int?
    /// Only each so manieth of the requests that fit.
    package var every: Int?
    /// Only so many first requests of each connection.
    package var first: Int?
    /// How probable a strike is, 0…1, once all else fits.
    package var chance: Double?

    package init() {}
}

/// When a rule acts.
package struct FaultWindow: Hashable, Sendable, Codable {
    /// Plant time at which it begins; nil for at once.
    package var from: Duration?
    /// What must hold.
    package var when: FaultCondition?
    /// The part of each period in which it acts.
    package var cycle: FaultCycle?

    package init(
        from: Duration? = nil, when: FaultCondition? = nil, cycle: FaultCycle? = nil
    ) {
        self.from = from
        self.when = when
        self.cycle = cycle
    }
}

/// A tag above or below a limit, as its registers show it.
package struct FaultCondition: Hashable, Sendable, Codable {
    /// A tag of any simulated device.
    package var tag: String
    /// It must be above this, in its unit.
    package var above: Double?
    /// It must be below this, in its unit.
    package var below: Double?

    package init(tag: String, above: Double? = nil, below: Double? = nil) {
        self.tag = tag
        self.above = above
        self.below = below
    }

    /// Whether a value fulfils it; NaN never does.
    package func holds(for value: Double) -> Bool {
        guard !value.isNaN else { return false }
        return above.map { value > $0 } ?? true && below.map { value < $0 } ?? true
    }
}

/// A part of each period of plant time, counted from the start of the run.
package struct FaultCycle: Hashable, Sendable, Codable {
    /// The period, above zero.
    package var every: Duration
    /// Where in the period the part begins, less than the period.
    package var from: Duration
    /// How long the part is, above zero and at most the period; it may run into the next.
    package var lasting: Duration

    package init(every: Duration, from: Duration = .zero, lasting: Duration) {
        self.every = every
        self.from = from
        self.lasting = lasting
    }
}

/// When a rule is over: whichever of these comes first.
package struct FaultEnd: Hashable, Sendable, Codable {
    /// After so many strikes.
    package var count: Int?
    /// So long after it began.
    package var lasting: Duration?
    /// Whether it was said that it lasts until it is cleared or the run ends.
    package var isOpen = false

    /// Until it is cleared, or the run ends.
    package static let open = FaultEnd(isOpen: true)

    package init(count: Int? = nil, lasting: Duration? = nil, isOpen: Bool = false) {
        self.count = count
        self.lasting = lasting
        self.isOpen = isOpen
    }
}
