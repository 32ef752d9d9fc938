package import ModbusWire

/// How simulated devices treat their clients. Times are of the machine's clock, not the plant's.
package struct FleetSettings: Hashable, Sendable {
    /// Connections one listener holds at once.
    ///
    /// When all are taken, the one silent for longest is closed for a new one if it has been silent
    /// for ``unusedAfter``; else the new one is refused (MODBUS Messaging on TCP/IP V1.0b,
    /// 4.2.1.1, closes the oldest unused).
    package var connectionLimit = 1_024
    /// Silence after which a connection counts as unused when others wait.
    package var unusedAfter: Duration = .seconds(10)
    /// Silence after which a connection is closed though nobody waits.
    package var idleLimit: Duration = .seconds(3_600)
    /// How long the rest of an ADU may take.
    package var partialRequestLimit: Duration = .seconds(5)
    /// How long a client may take no byte of the answers that wait for it.
    package var stallLimit: Duration = .seconds(10)
    /// Bytes of answers that may wait for one client; a client that lets more pile up is reset.
    /// The default is more than the answers to all that is taken from a client at once.
    package var maximumBacklog = 524_288
    /// Bytes of answers that may wait for all clients together; the client that lets them become
    /// more is reset.
    package var totalBacklog = 67_108_864
    /// What a request for a unit id gets that no device here has.
    package var unknownUnit = UnknownUnitAnswer.exception(.gatewayTargetFailedToRespond)
    /// Received writes a device remembers; older ones are forgotten first. 0 remembers none.
    package var writeLogCapacity = 4_096
    /// Requests the journal remembers, 0…16,777,216; older ones are forgotten first. 0 turns it
    /// off, its counts included.
    package var journalCapacity = 65_536

    /// The defaults.
    package init() {}

    /// What devices in the field do about a unit id that is not theirs.
    package enum UnknownUnitAnswer: Hashable, Sendable {
        /// An answer with this code.
        case exception(ExceptionCode)
        /// No answer.
        case silence
    }
}
