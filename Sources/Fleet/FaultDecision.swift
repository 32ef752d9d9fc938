import Profiles
import Tags

/// What is to be done about one request.
struct FaultDecision: Equatable {
    enum Fate: Equatable {
        case carryOut
        /// Lost on the way: not carried out, not answered.
        case lose
        /// Not carried out; exception for this function, or the request's.
        case refuse(code: UInt8, function: UInt8?)
        /// Not carried out; this PDU.
        case pdu([UInt8])
        /// Not carried out; these bytes.
        case adu([ScriptedByte])
        /// A write that is echoed and not carried out.
        case pretend
        /// A write for every unit of the listener.
        case broadcast
    }

    var fate = Fate.carryOut
    /// Number of the first fault that struck; 0 if none did.
    var fault = 0
    /// Whether the answer is lost though the request was carried out.
    var isAnswerLost = false
    /// Whether the connection is silent from now on.
    var isConnectionMuted = false
    var delay = Duration.zero
    /// Whether later answers of the device may pass this one.
    var isOvertaken = false
    var transactionId: [FieldChange] = []
    var unitId: UInt8?
    var protocolId: UInt16?
    var length: [FieldChange] = []
    var function: UInt8?
    var byteCount: [FieldChange] = []
    var leading: [UInt8] = []
    var trailing: [UInt8] = []
    /// Offsets at which the answer is cut, and the time between its parts.
    var cuts: [Int] = []
    var cutPause = Duration.zero
    /// Bytes of each drop, and the time between drops.
    var dripBytes = 0
    var dripEvery = Duration.zero
    /// How many answers leave together.
    var join = 0
    /// Whether it leaves as a serial ADU, and with the right CRC.
    var crc: Bool?
    var resetAfter: Int?
    var close: FaultClosing?
    /// Whether answers of one segment leave last first.
    var isReversed = false
    /// Numbers of rules that change what is read or written, in the order injected.
    var contents: [FaultNumber] = []

    var isUntouched: Bool { self == FaultDecision() }

    mutating func struck(by number: FaultNumber) {
        if fault == 0 { fault = number.rawValue }
    }
}
