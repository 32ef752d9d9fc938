/// What is not answered, and whether it is carried out.
package enum FaultSilence: String, Hashable, Sendable, Codable, CaseIterable {
    /// The request is lost: not carried out, not answered.
    case request
    /// The request is carried out, its answer lost.
    case answer
    /// The connection stays silent for ever.
    case connection
}

/// How a field of the answer differs from what it should be.
package enum FieldChange: Hashable, Sendable, Codable {
    /// By so much.
    case add(Int)
    /// It is this.
    case fixed(Int)

    /// The field as it is sent: 16 bits, wrapping.
    package func applied(to value: UInt16) -> UInt16 {
        switch self {
        case .add(let amount): value &+ UInt16(truncatingIfNeeded: amount)
        case .fixed(let value): UInt16(truncatingIfNeeded: value)
        }
    }
}

/// What becomes of several requests in flight on one connection.
package enum FaultInFlight: String, Hashable, Sendable, Codable, CaseIterable {
    /// Those of one segment are answered last first.
    case reverse
    /// All but the first are dropped.
    case firstOnly
    /// The second is dropped.
    case loseSecond
}

/// What becomes of connections beyond a limit.
package enum FaultCrowd: String, Hashable, Sendable, Codable, CaseIterable {
    /// They are closed at once.
    case refuse
    /// The oldest is reset for them.
    case dropOldest
    /// They stand and are never answered.
    case neverAnswer
}

/// How a request is refused.
package enum FaultRefusal: Hashable, Sendable, Codable {
    /// With this exception code.
    case exception(UInt8)
    /// With nothing.
    case silence
}

/// How a connection is closed.
package enum FaultClosing: String, Hashable, Sendable, Codable, CaseIterable {
    /// The client reads the end of the stream.
    case politely
    /// The client sees a reset.
    case reset
}

/// How a device comes back after connections were left half-open.
package enum FaultReturn: String, Hashable, Sendable, Codable, CaseIterable {
    /// Old connections are reset once they speak.
    case reset
    /// Old connections stay silent; new ones work.
    case newConnection
}

/// An answer word for word, or the true one late, in drops or cut off.
package struct ScriptedAnswer: Hashable, Sendable, Codable {
    /// What is sent.
    package enum Content: Hashable, Sendable, Codable {
        /// The answer the device would give.
        case own
        /// This exception.
        case exception(UInt8)
        /// These bytes behind a right header.
        case pdu([UInt8])
        /// These bytes; nil stands for a byte of the request's transaction id, then its unit id.
        case adu([ScriptedByte])
    }

    /// What is sent.
    package var content = Content.own
    /// How much later, in plant time.
    package var delay = Duration.zero
    /// How many bytes at a time, and how far apart; 0 for all at once.
    package var dripBytes = 0
    /// How far apart the drops are.
    package var dripEvery = Duration.zero
    /// The connection is reset after so many bytes.
    package var resetAfter: Int?

    package init(content: Content = .own) { self.content = content }
}

/// One byte of a scripted ADU.
package enum ScriptedByte: Hashable, Sendable, Codable {
    /// This byte.
    case byte(UInt8)
    /// The high byte of the request's transaction id.
    case transactionHigh
    /// The low byte of the request's transaction id.
    case transactionLow
    /// The request's unit id.
    case unit
}

/// How a string's bytes lie in registers.
package enum StringLayout: String, Hashable, Sendable, Codable, CaseIterable {
    /// Two a register, the first in the high byte.
    case both
    /// One a register, in the low byte.
    case low
    /// One a register, in the high byte.
    case high
    /// Two a register, the first in the low byte.
    case swapped
}

/// What another client does to a tag.
package struct OtherClient: Hashable, Sendable, Codable {
    /// What it writes.
    package enum Act: Hashable, Sendable, Codable {
        /// A value in the tag's unit.
        case writes(Double)
        /// The other state of one bit, 0…15.
        case togglesBit(Int)
    }

    /// What it writes.
    package var act: Act
    /// How often, in plant time; nil if it answers our writes.
    package var every: Duration?
    /// How long after a write of ours; nil if it follows its own clock.
    package var after: Duration?

    package init(act: Act, every: Duration? = nil, after: Duration? = nil) {
        self.act = act
        self.every = every
        self.after = after
    }
}

/// How an instrument or analyser fails.
package enum InstrumentEffect: Hashable, Sendable, Codable {
    /// It shows what it showed last.
    case stuck
    /// Jumps of a size in its unit, each step with a chance.
    case spikes(chance: Double, size: Double)
    /// It stands at the lower stop.
    case brokenLow
    /// It stands at the upper stop.
    case brokenHigh
    /// It shows so much more.
    case bias(Double)
    /// It wanders off: standard deviation after a day.
    case drift(Double)
    /// It shows a fraction more of its value.
    case gain(Double)
    /// Noise of this standard deviation.
    case noise(Double)
    /// An analyser gives no results.
    case silent
}

/// How an actuator fails.
package enum ActuatorEffect: Hashable, Sendable, Codable {
    /// It stays where it is.
    case stuck
    /// It sticks within a band and then slips by a jump, both in % of travel.
    case stiction(stickBand: Double, slipJump: Double)
    /// It follows only changes beyond this, in % of travel.
    case deadBand(Double)
    /// It travels a fraction of what it should.
    case gain(Double)
    /// It stands wholly open.
    case open
    /// It stands wholly closed.
    case closed
}
