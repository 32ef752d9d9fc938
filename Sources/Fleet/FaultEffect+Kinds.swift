import ModbusWire
import Profiles

extension FaultEffect {
    /// Whether it may keep a request from being carried out.
    var decidesFate: Bool {
        switch self {
        case .silence(.request), .silence(.connection), .exception, .inFlight(.firstOnly),
            .inFlight(.loseSecond), .broadcast, .deaf, .pause, .halfOpen, .boundary, .wholeValues,
            .oneValue, .halfWrites(.some), .ignoreWrites, .writeBudget, .writeLock:
            true
        case .answer(let answer): answer.content != .own
        default: false
        }
    }

    /// Whether requests have a part in it at all.
    var isOfRequests: Bool {
        switch self {
        case .answersTo, .power, .connections, .idle, .instrument, .actuator, .hold: false
        case .otherClient(let other): other.every == nil
        default: true
        }
    }

    /// Whether it changes what reads give, whatever the request looks like.
    var isView: Bool {
        switch self {
        case .holes, .fill, .bitsShifted, .torn, .fourBytes, .strings, .wordOrder, .scale,
            .notAvailable, .freeze, .scaleFactor, .counter, .rollover, .counterReset, .clock:
            true
        default: false
        }
    }

    /// Whether it is about writes only.
    var isOfWrites: Bool {
        switch self {
        case .broadcast, .writeOrder, .halfWrites, .ignoreWrites, .clamp, .round, .revert,
            .otherClient, .watchdog, .writeBudget, .writeLock, .trip:
            true
        default: false
        }
    }
}

extension ActiveFault {
    /// Whether the effect has anything to do with such a request.
    func concerns(_ request: FaultRequest) -> Bool {
        let effect = rule.effect
        guard effect.isOfRequests else { return false }
        if effect.isOfWrites { return request.write != nil }
        guard effect.isView else { return true }
        guard let read = request.read else { return false }
        switch effect {
        case .bitsShifted: return read.table.isBits && read.start != 0
        case .fill, .freeze, .holes: return true
        default: return !read.table.isBits
        }
    }
}
