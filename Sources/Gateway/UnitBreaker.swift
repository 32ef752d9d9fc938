/// Keeps a silent unit from costing its neighbours on the same connection one time-out after the
/// other: after three in a row it is asked only as often as its back-off allows.
struct UnitBreaker: Sendable {
    private static let silencesBeforeBreaking = 3

    private var silences = 0
    private var closedUntil = Duration.zero
    private var backOff: BackOff

    init(backOff: BackOff) { self.backOff = backOff }

    /// Whether the unit may be asked. Times are on the clock of ``ConnectionState``.
    func admits(at time: Duration) -> Bool {
        silences < Self.silencesBeforeBreaking || time >= closedUntil
    }

    /// Whether it has been given up for now.
    var isBroken: Bool { silences >= Self.silencesBeforeBreaking }

    /// It answered for itself.
    mutating func answered() {
        guard silences != 0 else { return }
        silences = 0
        backOff.succeeded()
    }

    /// It did not answer, or a bridge said so.
    mutating func silent(at time: Duration) {
        silences += 1
        if isBroken { closedUntil = time + backOff.failed() }
    }
}
