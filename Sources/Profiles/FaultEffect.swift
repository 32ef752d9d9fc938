extension WordOrder: Codable {}

/// What a fault does; each case is one key of a rule.
package enum FaultEffect: Hashable, Sendable, Codable {
    /// The answer leaves later. In order, unless it may be overtaken.
    case delay(by: Duration, jitter: Duration, isOvertaken: Bool)
    /// Nothing is answered.
    case silence(FaultSilence)
    /// An exception of any code, for another function if one is given; nothing is carried out.
    case exception(code: UInt8, function: UInt8?)
    /// The transaction id of the answer is changed.
    case transactionId(FieldChange)
    /// The answer carries this unit id.
    case unitId(UInt8)
    /// The answer carries this protocol id.
    case protocolId(UInt16)
    /// The length field of the answer is changed.
    case length(FieldChange)
    /// The answer carries this function code.
    case function(UInt8)
    /// The byte count of the answer to a read is changed.
    case byteCount(FieldChange)
    /// Requests in flight together are answered in another order or not at all.
    case inFlight(FaultInFlight)
    /// The device answers these unit ids too.
    case answersTo([UInt8])
    /// Writes to unit id 0 reach every unit of the listener and are not answered.
    case broadcast
    /// A scripted answer.
    case answer(ScriptedAnswer)

    /// So many connections at once, and what becomes of more.
    case connections(limit: Int, others: FaultCrowd)
    /// Requests so soon after connecting are not answered; then the connection never is, if whole.
    case deaf(within: Duration, isWhole: Bool)
    /// A request sooner than this after the last answer is refused.
    case pause(least: Duration, otherwise: FaultRefusal)
    /// Connections silent for so long are closed.
    case idle(after: Duration, close: FaultClosing)
    /// Nothing is answered while it lasts; connections of that time never work again.
    case halfOpen(FaultReturn)
    /// The connection is reset after so many bytes of the answer.
    case resetAfter(Int)
    /// The connection is closed after the answer.
    case close(FaultClosing)
    /// The device is off the network; its registers are as at first afterwards, if reset.
    case power(isReset: Bool)

    /// The answer leaves in parts, cut at these offsets.
    case split(at: [Int], pause: Duration)
    /// The answer leaves a few bytes at a time.
    case drip(bytes: Int, every: Duration)
    /// So many answers leave in one segment.
    case join(Int)
    /// Bytes before the answer.
    case leading([UInt8])
    /// Bytes after the answer.
    case trailing([UInt8])
    /// The answer is a serial ADU with CRC; requests are too, if so said.
    case rtu(isRight: Bool, requestsToo: Bool)

    /// A request across a multiple of an address is refused.
    case boundary(every: Int, otherwise: FaultRefusal)
    /// A request for part of a tag is refused.
    case wholeValues(FaultRefusal)
    /// A request for more than one tag or nameless register is refused.
    case oneValue(FaultRefusal)
    /// Undeclared addresses are read as this word.
    case holes(UInt16)
    /// Declared registers are read as this word.
    case fill(UInt16)
    /// Bits are shifted by so many unless the read starts at 0.
    case bitsShifted(Int)
    /// The first half of each value of several registers is up to so old.
    case torn(age: Duration)
    /// Each address holds four bytes.
    case fourBytes
    /// How the bytes of strings lie in their registers.
    case strings(StringLayout, isBlankPadded: Bool)

    /// Tags are read in this order.
    case wordOrder(WordOrder)
    /// Tags are taken in this order when written.
    case writeOrder(WordOrder)
    /// What stands at an address is served so many addresses further on.
    case shift(Int)
    /// Numbers are served times this.
    case scale(Double)
    /// Tags show a code for "not available"; nil for their own, or their type's.
    case notAvailable(UInt64?)
    /// What is shown stands still.
    case freeze
    /// A scale factor's register changes its exponent, and the target's tags follow.
    case scaleFactor(tag: String, exponents: [Int], every: Duration)
    /// A tag counts from a start and rolls over above a limit.
    case counter(start: Double, perMinute: Double, limit: Double)
    /// A tag's number plus an amount rolls over above a limit.
    case rollover(limit: Double, add: Double)
    /// A tag counts from 0 again.
    case counterReset
    /// A tag shows a device's clock in seconds: ahead by `offset`, gaining `drift` an hour.
    case clock(epoch: Double, offset: Double, drift: Double)

    /// A write of part of a tag is refused, or taken and the rest set to 0 (nil).
    case halfWrites(FaultRefusal?)
    /// Writes are echoed and nothing happens.
    case ignoreWrites
    /// Written values are held to a range, in the tag's unit; the echo is untouched.
    case clamp(ClosedRange<Double>)
    /// Written values are rounded to a step, in the tag's unit; the echo is untouched.
    case round(Double)
    /// What was written goes back to what it was.
    case revert(after: Duration)
    /// Somebody else writes too.
    case otherClient(OtherClient)
    /// A value not written again in time falls back.
    case watchdog(after: Duration, value: Double)
    /// Each register takes so many writes, some of them spent.
    case writeBudget(writes: Int, spent: Int, otherwise: FaultRefusal)
    /// The first client to write locks out the others until it is silent so long, or gone.
    case writeLock(otherwise: FaultRefusal, holdTime: Duration)
    /// A write to the target drives another tag to a value and holds it there.
    case trip(tag: String, value: Double)

    /// An instrument or analyser fails.
    case instrument(InstrumentEffect)
    /// An actuator fails.
    case actuator(ActuatorEffect)
    /// A disturbance is held at a value.
    case hold(Double)
}
