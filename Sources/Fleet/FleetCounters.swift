package import ModbusWire

/// Where a simulated device really listens.
package struct BoundDevice: Hashable, Sendable {
    /// Its name in the profile.
    package let name: String
    /// The numeric address it listens on.
    package let host: String
    /// The port it really has, also where 0 was asked for.
    package let port: Int
    /// Its unit id there.
    package let unit: UnitId
}

/// What one simulated device has seen since the start.
package struct DeviceCounters: Hashable, Sendable {
    /// Requests with its unit id.
    package var requests = 0
    /// Those it answered with an exception.
    package var exceptions = 0
    /// Writes it carried out.
    package var writes = 0
    /// Connections its listener has now; shared by devices of one listener.
    package var connections = 0
    /// Connections its listener has accepted so far; shared by devices of one listener.
    package var accepted = 0
    /// Whether it is suspended.
    package var isSuspended = false
}

/// What the whole fleet has seen since the start.
package struct FleetCounters: Hashable, Sendable {
    /// Each simulated device by name.
    package var devices: [String: DeviceCounters] = [:]
    /// Requests for a unit id that no device here has.
    package var unknownUnits = 0
    /// Connections closed for bytes that are no Modbus/TCP.
    package var malformed = 0
    /// Connections refused, or closed for a newer one, because all were taken.
    package var crowdedOut = 0
    /// Connections closed for their silence.
    package var idle = 0
    /// Connections closed because an ADU stayed half.
    package var unfinished = 0
    /// Connections reset because the client did not take its answers.
    package var stalled = 0
    /// Connections reset because too many late answers waited.
    package var lateAnswersRefused = 0
}
