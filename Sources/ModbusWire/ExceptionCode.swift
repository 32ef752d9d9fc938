/// A device's "no" (MODBUS Application Protocol V1.1b3, 7). Codes outside the table are kept.
package struct ExceptionCode: RawRepresentable, Error, Hashable, Sendable, CustomStringConvertible {
    /// The code as it stands in the answer.
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// 1: the function is unknown here, or not allowed in this state.
    @inlinable package static var illegalFunction: ExceptionCode { .init(rawValue: 1) }
    /// 2: address and length together do not exist.
    @inlinable package static var illegalDataAddress: ExceptionCode { .init(rawValue: 2) }
    /// 3: the request's structure or count is wrong. Not a value out of range.
    @inlinable package static var illegalDataValue: ExceptionCode { .init(rawValue: 3) }
    /// 4: the device failed while carrying it out.
    @inlinable package static var serverDeviceFailure: ExceptionCode { .init(rawValue: 4) }
    /// 5: accepted, will take long.
    @inlinable package static var acknowledge: ExceptionCode { .init(rawValue: 5) }
    /// 6: the device is busy; ask again later.
    @inlinable package static var serverDeviceBusy: ExceptionCode { .init(rawValue: 6) }
    /// 7: named in passing only; some devices use it.
    @inlinable package static var negativeAcknowledge: ExceptionCode { .init(rawValue: 7) }
    /// 8: a file area is inconsistent.
    @inlinable package static var memoryParityError: ExceptionCode { .init(rawValue: 8) }
    /// 10: a bridge is set up wrong or overloaded.
    @inlinable package static var gatewayPathUnavailable: ExceptionCode { .init(rawValue: 0x0A) }
    /// 11: nobody answers to that unit id behind this address.
    @inlinable package static var gatewayTargetFailedToRespond: ExceptionCode {
        .init(rawValue: 0x0B)
    }

    /// The specification's name in lower case; `unknown exception` for a code it does not list.
    package var name: String {
        switch rawValue {
        case 1: "illegal function"
        case 2: "illegal data address"
        case 3: "illegal data value"
        case 4: "server device failure"
        case 5: "acknowledge"
        case 6: "server device busy"
        case 7: "negative acknowledge"
        case 8: "memory parity error"
        case 0x0A: "gateway path unavailable"
        case 0x0B: "gateway target failed to respond"
        default: "unknown exception"
        }
    }

    /// `illegal data address (exception 2)`.
    package var description: String { "\(name) (exception \(rawValue))" }
}
