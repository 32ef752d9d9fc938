/// Who moves the setpoints.
package enum ControlMode: String, Hashable, Sendable, CaseIterable {
    /// People do. Forecasts are issued and scored; no move is worked out.
    case manual
    /// People do, and see the moves Trimtab would make. The default.
    case advisory
    /// Trimtab does, within the limits of the profile.
    case automatic
}
