/// How bytes broke the rules of Modbus/TCP. Each case says what was expected and what was found.
package enum WireError: Error, Hashable, Sendable {
    /// The protocol id is not 0, so these are not Modbus bytes.
    case protocolId(UInt16)
    /// The length field is outside 2…254, or is not the length of the ADU.
    case length(UInt16)
    /// The answer carries a transaction id that has not been used yet.
    case transactionId(expected: UInt16, found: UInt16)
    /// Another device answered.
    case unit(expected: UnitId, found: UnitId)
    /// The answer, or exception, is for another function; `found` is the byte of the PDU.
    case function(expected: FunctionCode, found: UInt8)
    /// The byte count does not fit the quantity that was asked for.
    case byteCount(expected: Int, found: Int)
    /// The PDU is longer or shorter than its contents.
    case pduLength(expected: Int, found: Int)
    /// What the device says it did is not what it was asked to do.
    case echo(expected: UInt16, found: UInt16, field: EchoField)
    /// The objects of a device identification do not fill the PDU as their lengths say.
    case identification
    /// Bytes arrived that no request asked for.
    case surplus(bytes: Int)

    /// The part of an answer that repeats the request.
    package enum EchoField: String, Hashable, Sendable {
        /// The first or only address, function codes 5, 6, 15, 16 and 22.
        case address
        /// How many were written, function codes 15 and 16.
        case quantity
        /// What was written, function codes 5 and 6.
        case value
        /// Bits to keep, function code 22.
        case andMask = "AND mask"
        /// Bits to set, function code 22.
        case orMask = "OR mask"
        /// What function code 43 carries, 14 for device identification.
        case interfaceType = "interface type"
        /// Which identification is wanted, 1…4.
        case readCode = "read code"
    }
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .protocolId(let found):
            "protocol id \(found) instead of 0: these are not Modbus/TCP bytes"
        case .length(let found):
            "length field \(found): impossible here"
        case .transactionId(let expected, let found):
            "transaction id \(found) instead of \(expected)"
        case .unit(let expected, let found):
            "unit id \(found) answered instead of \(expected)"
        case .function(let expected, let found):
            if found & FunctionCode.exceptionBit == 0 {
                "answer for function code \(found) instead of \(expected.rawValue)"
            } else {
                "exception for function code \(found & 0x7F) instead of \(expected.rawValue)"
            }
        case .byteCount(let expected, let found):
            "byte count \(found) instead of \(expected)"
        case .pduLength(let expected, let found):
            "PDU of \(found) bytes instead of \(expected)"
        case .echo(let expected, let found, let field):
            "answer repeats \(field.rawValue) \(found) instead of \(expected)"
        case .identification:
            "device identification whose objects do not fit its length"
        case .surplus(let bytes):
            "\(bytes) bytes that no request asked for"
        }
    }
}
