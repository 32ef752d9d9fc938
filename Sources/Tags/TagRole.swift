/// What a tag is to forecasting and control.
package enum TagRole: String, Hashable, Sendable, CaseIterable {
    /// A setpoint we may write. Nothing else is ever written.
    case manipulated
    /// A value held by one of the plant's own loops, such as the measured twin of a setpoint.
    case controlled
    /// A measured influence that nobody here can set.
    case disturbance
    /// The quality of the product, as its analyser or laboratory reports it.
    case quality
    /// Must be true (not zero) before any move.
    case permissive
    /// Must keep changing; when it stands still, the device behind it has stopped.
    case heartbeat
}
