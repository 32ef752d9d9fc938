import ModbusWire

/// What function code 8 keeps of a device (MODBUS Application Protocol V1.1b3, 6.8).
///
/// Counters have 16 bits and wrap. They are counted from the last clearing, and the request that
/// clears is not counted.
struct DeviceDiagnostics: Hashable, Sendable, Codable {
    /// Whether the device answers nothing, until it is restarted.
    private(set) var isListenOnly = false
    /// The character that ends a message in ASCII mode; it changes nothing on TCP.
    private(set) var delimiter: UInt8 = 0x0A
    /// The diagnostic register; no bit of it has a meaning here.
    private(set) var register: UInt16 = 0
    /// What was counted at the last clearing.
    private var cleared = Counts()
    private var unanswered = 0
    private var negativeAcknowledges = 0
    private var busies = 0

    /// What is counted elsewhere.
    struct Counts: Hashable, Sendable, Codable {
        /// Requests that reached the device's endpoint, whomever they were for.
        var seen = 0
        /// Connections of the endpoint closed for bytes that are no ADU: the nearest to a
        /// checksum's error that TCP has.
        var errors = 0
        /// Requests for the device.
        var addressed = 0
        /// Those answered with an exception.
        var exceptions = 0
    }

    /// Notes an exception that is counted by its code.
    mutating func noteException(_ code: ExceptionCode) {
        if code == .negativeAcknowledge { negativeAcknowledges &+= 1 }
        if code == .serverDeviceBusy { busies &+= 1 }
    }

    /// Notes a request for the device that gets no answer.
    mutating func noteUnanswered() { unanswered &+= 1 }

    /// Carries out a checked sub-function.
    ///
    /// - Parameters:
    ///   - subFunction: Its number, one that exists.
    ///   - data: The request's word of data.
    ///   - counts: What has been counted elsewhere, this request included.
    /// - Returns: The word to answer; nil for no answer.
    mutating func run(_ subFunction: Int, data: UInt16, _ counts: Counts) -> UInt16? {
        switch subFunction {
        case 1:
            let wasListening = isListenOnly
            isListenOnly = false
            clear(counts)
            return wasListening ? nil : data
        case 2: return register
        case 3: delimiter = UInt8(data >> 8)
        case 4:
            isListenOnly = true
            return nil
        case 10:
            register = 0
            clear(counts)
        case 11...18: return UInt16(truncatingIfNeeded: counter(subFunction, counts))
        default: break
        }
        return data
    }

    private mutating func clear(_ counts: Counts) {
        cleared = counts
        unanswered = 0
        negativeAcknowledges = 0
        busies = 0
    }

    private func counter(_ subFunction: Int, _ counts: Counts) -> Int {
        switch subFunction {
        case 11: counts.seen - cleared.seen
        case 12: counts.errors - cleared.errors
        case 13: counts.exceptions - cleared.exceptions
        case 14: counts.addressed - cleared.addressed
        case 15: unanswered
        case 16: negativeAcknowledges
        case 17: busies
        // Characters never overrun: TCP holds back who sends too fast.
        default: 0
        }
    }
}

/// What all devices behind one listener have in common on the wire.
final class DeviceLine {
    /// Requests for unit ids that no device here has.
    var strays = 0
    /// Connections closed for bytes that are no ADU.
    var errors = 0
    /// Not retained, because they keep this: the server has both.
    private let devices: [Unmanaged<SimulatedDevice>]

    init(_ devices: [SimulatedDevice]) {
        self.devices = devices.map { .passUnretained($0) }
        for device in devices { device.line = self }
    }

    /// Requests that reached the listener.
    var seen: Int {
        devices.reduce(strays) { sum, device in
            sum + device._withUnsafeGuaranteedRef { $0.counters.requests }
        }
    }
}
