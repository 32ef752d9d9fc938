/// The record of writes: each is on it before its bytes leave, and how it ended after.
///
/// The guard counts past writes from it (W4), so it outlives the process where a real plant is
/// written to. Calls may block; the gateway makes them on a thread of their own, one at a time.
package protocol WriteJournal: Sendable {
    /// The intents recorded at `time` or later, oldest first.
    func intents(since time: Duration) throws(WriteJournalError) -> [WriteIntent]

    /// Records an entry; returns when it would survive the loss of power.
    func append(_ entry: WriteJournalEntry) throws(WriteJournalError)
}

/// One line of the record.
package enum WriteJournalEntry: Hashable, Sendable {
    /// A write is about to leave.
    case intent(WriteIntent)
    /// The write with this number ended so.
    case outcome(number: Int, WriteReport)
}

/// A write about to leave.
package struct WriteIntent: Hashable, Sendable {
    /// Counts the writes of one gateway from 0.
    package var number: Int
    /// When, counted from 1970; plant time alone where the gateway's epoch is zero.
    package var time: Duration
    /// The manipulated tag.
    package var tag: String
    /// Its device.
    package var device: String
    /// Host, port and unit id of the device.
    package var address: String
    /// What the register showed just before, in the tag's unit.
    package var before: Double
    /// What the bytes say, in the tag's unit.
    package var value: Double
    /// The request as it is about to leave, without the transaction id, in hexadecimal.
    package var request: String
    /// Who asked.
    package var requester: WriteRequester
}

/// Why a write could not be recorded, or earlier ones not be read.
package struct WriteJournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// File, call and cause, in words.
    package let description: String

    package init(_ description: String) { self.description = description }
}
