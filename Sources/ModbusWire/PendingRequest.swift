/// What a strict client remembers of a request to judge its answer.
///
/// Taken from the bytes of the request before they leave. Trivially copyable, without arrays:
/// thousands lie in a flat table.
package struct PendingRequest: Sendable {
    /// Pairs the answer with the request.
    package let transactionId: UInt16
    /// The device that was asked.
    package let unit: UnitId
    /// What it was asked for.
    package let function: FunctionCode
    /// The first three 16-bit items after the function code; 0 where the request is shorter.
    @usableFromInline let items: (UInt16, UInt16, UInt16)

    /// How an answer relates to the request.
    package enum Verdict: Hashable, Sendable {
        /// It is the answer, and everything in it fits the request.
        case matches
        /// It carries an id used before this one: drop it and keep waiting.
        case late(transactionId: UInt16)
        /// The device said no, in due form. The code may be one the specification does not list.
        case exception(ExceptionCode)
        /// It breaks a rule: close the connection.
        case malformed(WireError)
    }

    /// Remembers a request.
    ///
    /// - Parameters:
    ///   - transactionId: The id the request leaves with; ids count upward and wrap at 65,536.
    ///   - adu: The whole request, 8 bytes or more. Its own transaction id is not looked at.
    package init(transactionId: UInt16, request adu: UnsafeRawBufferPointer) {
        precondition(adu.count >= WireLimits.minimumADU, "a request has 8 bytes or more")
        self.transactionId = transactionId
        unit = UnitId(rawValue: adu[6])
        function = FunctionCode(rawValue: adu[7])
        func item(_ offset: Int) -> UInt16 { adu.count >= offset + 2 ? adu.word(at: offset) : 0 }
        items = (item(8), item(10), item(12))
    }

    /// Judges one whole ADU: header, transaction, unit id, function code, then contents.
    ///
    /// An id is "used before" when it lies up to 32,768 behind ours; one ahead of ours is malformed.
    /// With several requests open, find the request by the answer's id first.
    @inlinable
    package func check(_ answer: UnsafeRawBufferPointer) -> Verdict {
        guard answer.count >= WireLimits.minimumADU else {
            return .malformed(.pduLength(expected: 2, found: max(0, answer.count - 7)))
        }
        let header = MBAPHeader(parsing: answer)
        guard header.protocolId == 0 else { return .malformed(.protocolId(header.protocolId)) }
        guard Int(header.length) + 6 == answer.count, header.length <= 254 else {
            return .malformed(.length(header.length))
        }
        if header.transactionId != transactionId {
            guard transactionId &- header.transactionId <= 0x8000 else {
                return .malformed(
                    .transactionId(expected: transactionId, found: header.transactionId))
            }
            return .late(transactionId: header.transactionId)
        }
        guard header.unit == unit else {
            return .malformed(.unit(expected: unit, found: header.unit))
        }
        let found = answer[7]
        guard found == function.rawValue else { return refusal(found, answer) }
        if let error = contentsError(answer.slice(7..<answer.count)) { return .malformed(error) }
        return .matches
    }
}
