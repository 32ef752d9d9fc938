package import ModbusWire
package import Tags

/// What became of a request.
package enum JournalOutcome: String, Hashable, Sendable, CaseIterable, Codable {
    /// An answer that is no exception, as the device gives it.
    case normal
    /// An exception, as the device gives it.
    case exception
    /// No answer, and no fault's doing.
    case silence
    /// A fault changed the answer or took it.
    case fault
}

/// Which requests are asked about. A member left nil or empty does not choose.
package struct JournalQuery: Hashable, Sendable {
    /// Name of the device that was asked.
    package var device: String?
    /// Unit id of the request.
    package var unit: UnitId?
    /// Function codes, any of them.
    package var functions: Set<FunctionCode> = []
    /// The table read or written.
    package var table: PrimaryTable?
    /// Requests that touch any of these addresses.
    package var addresses: AddressRange?
    /// Requests at this plant time or later.
    package var from: PlantTime?
    /// Requests before this plant time.
    package var to: PlantTime?
    /// Outcomes, any of them.
    package var outcomes: Set<JournalOutcome> = []
    /// The client's numeric address, without its port.
    package var client: String?
    /// The number of the client's connection, counted from 1 in the order they were accepted.
    package var connection: Int?
    /// Entries returned at most, the newest of those that match.
    package var limit = 1_000

    /// All requests.
    package init() {}

    /// Whether the counts by device, function and address range suffice to answer it.
    var isTimeless: Bool { from == nil && to == nil && client == nil && connection == nil }
}

/// One request as the fleet met it.
package struct JournalEntry: Hashable, Sendable {
    /// Its number, counted from 1 in the order of arrival.
    package let sequence: Int
    /// Plant time of its arrival.
    package let time: PlantTime
    /// The machine's monotonic clock at its arrival, in nanoseconds. Differs from run to run.
    package let machineTime: UInt64
    /// The number of its connection, from 1 in the order of acceptance.
    package let connection: Int
    /// The client's address with its port; nil when too many connections came since.
    package let client: String?
    /// The device that was asked; nil for a unit id nobody has.
    package let device: String?
    /// Unit id of the request.
    package let unit: UnitId
    /// Its function code.
    package let function: FunctionCode
    /// The table it reads or writes; nil for functions without one.
    package let table: PrimaryTable?
    /// The first address it reads, or writes if it only writes.
    package let address: Int?
    /// How many items from ``address``, as asked.
    package let quantity: Int?
    /// The first address function code 23 writes.
    package let writeAddress: Int?
    /// How many registers function code 23 writes.
    package let writeQuantity: Int?
    /// What a write carries: registers, bits as 0 and 1, or the two masks of function code 22. Nil
    /// for a read, and when younger writes have taken the room.
    package let words: [UInt16]?
    /// What became of it.
    package let outcome: JournalOutcome
    /// The code of an exception answer.
    package let exception: ExceptionCode?
    /// Number of the fault that changed or took the answer.
    package let fault: Int?
    /// Bytes of the request's ADU.
    package let requestBytes: Int
    /// Bytes of the answer's ADU; 0 for silence.
    package let answerBytes: Int
}

/// What the journal says to a query.
package struct JournalAnswer: Hashable, Sendable {
    /// The newest entries that match, oldest first, at most the query's limit.
    package let entries: [JournalEntry]
    /// How many requests match, those no longer remembered included as far as ``isExact`` says.
    package let count: Int
    /// Whether ``count`` covers every request since the start, or the last clearing.
    package let isExact: Bool
}

/// How many requests are expected.
package enum JournalCount: Hashable, Sendable, CustomStringConvertible {
    /// So many, no more and no fewer.
    case exactly(Int)
    /// So many or more.
    case atLeast(Int)
    /// So many or fewer.
    case atMost(Int)
    /// Any of these counts.
    case between(ClosedRange<Int>)

    /// Whether a count is as expected.
    package func allows(_ count: Int) -> Bool {
        switch self {
        case .exactly(let wanted): count == wanted
        case .atLeast(let least): count >= least
        case .atMost(let most): count <= most
        case .between(let range): range.contains(count)
        }
    }

    package var description: String {
        switch self {
        case .exactly(let wanted): "exactly \(wanted)"
        case .atLeast(let least): "at least \(least)"
        case .atMost(let most): "at most \(most)"
        case .between(let range): "\(range.lowerBound) to \(range.upperBound)"
        }
    }
}

/// Whether as many requests came as were expected.
package struct JournalVerdict: Hashable, Sendable {
    /// Whether the count is as expected, and covers every request.
    package let isMet: Bool
    /// How many requests match.
    package let count: Int
    /// What was expected and what was found, with requests that nearly match.
    package let message: String
}
