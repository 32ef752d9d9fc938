import ModbusWire

/// Tells what the bytes from a device are: the answer asked for, one that comes too late, or
/// something that must not be believed.
///
/// Knows one open request at a time. Holds no bytes: the caller keeps what is not yet whole.
struct AnswerStream: Sendable {
    /// What stands at the front of the bytes.
    enum Judgement: Equatable {
        /// The beginning of an ADU; wait for the rest.
        case incomplete
        /// The open request's answer, of so many bytes, in which all is as it must be.
        case answer(length: Int)
        /// The device's no to the open request.
        case exception(ExceptionCode, length: Int)
        /// An answer to a request given up before; drop so many bytes.
        case late(length: Int)
        /// Not to be believed; close the connection.
        case malformed(WireError)
    }

    /// Whether a request waits for its answer.
    private(set) var isOpen = false
    private var request: PendingRequest?
    private var lastId: UInt16 = 0
    private var sentOnConnection: UInt32 = 0
    private var frontIsOld = false

    /// The connection is new: no answer to an earlier request can come over it.
    mutating func connectionOpened() {
        sentOnConnection = 0
        isOpen = false
        frontIsOld = false
    }

    /// Opens a request; writes its transaction id into the first two bytes.
    ///
    /// - Parameters:
    ///   - adu: The whole request.
    ///   - hasRest: Whether the caller holds bytes that were there before.
    mutating func open(_ adu: UnsafeMutableRawBufferPointer, hasRest: Bool) {
        lastId &+= 1
        adu.setWord(lastId, at: 0)
        request = PendingRequest(transactionId: lastId, request: UnsafeRawBufferPointer(adu))
        sentOnConnection &+= 1
        isOpen = true
        frontIsOld = hasRest
    }

    /// The request is answered, or given up.
    mutating func close() { isOpen = false }

    /// Judges the front of `bytes`.
    mutating func judge(_ bytes: UnsafeRawBufferPointer) -> Judgement {
        switch ADUReader.cut(bytes) {
        case .incomplete: return .incomplete
        case .malformed(let error): return .malformed(error)
        case .adu(let length):
            let adu = UnsafeRawBufferPointer(rebasing: bytes[..<length])
            let isOld = frontIsOld
            frontIsOld = false
            guard isOpen, !isOld, let request else { return unasked(adu) }
            switch request.check(adu) {
            case .matches: return .answer(length: length)
            case .exception(let code): return .exception(code, length: length)
            case .late: return unasked(adu)
            case .malformed(let error): return .malformed(error)
            }
        }
    }

    /// Judges an ADU that cannot be the open request's answer: either its id was used on this
    /// connection, for a request that is now closed, or nobody asked for it.
    private func unasked(_ adu: UnsafeRawBufferPointer) -> Judgement {
        let age = lastId &- adu.word(at: 0)
        let isUsed = UInt32(age) < min(sentOnConnection, 0x8000)
        let isOpenNow = isOpen && age == 0
        return isUsed && !isOpenNow
            ? .late(length: adu.count) : .malformed(.surplus(bytes: adu.count))
    }
}
