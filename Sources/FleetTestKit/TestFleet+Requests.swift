import Fleet
import ModbusWire
import Tags

/// How many requests a test expects.
public enum RequestCount: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// So many, no more and no fewer.
    case exactly(Int)
    /// So many or more.
    case atLeast(Int)
    /// So many or fewer.
    case atMost(Int)
    /// Any of these counts.
    case between(ClosedRange<Int>)

    /// Exactly so many.
    public init(integerLiteral count: Int) { self = .exactly(count) }

    var journalCount: JournalCount {
        switch self {
        case .exactly(let count): .exactly(count)
        case .atLeast(let count): .atLeast(count)
        case .atMost(let count): .atMost(count)
        case .between(let counts): .between(counts)
        }
    }
}

extension TestFleet {
    /// How many requests a device has received since the start, or since
    /// ``forgetRequests()``.
    ///
    /// - Parameters:
    ///   - device: Its name; nil for all devices.
    ///   - functions: Function codes, any of them; empty for all.
    ///   - addresses: Only requests that touch one of these addresses; nil for all.
    /// - Returns: Their number.
    public func requests(
        to device: String? = nil, functions: Set<UInt8> = [], addresses: ClosedRange<Int>? = nil
    ) async -> Int {
        await fleet.journal(Self.query(device, functions, addresses)).count
    }

    /// Expects as many requests as `count` says since the start, or since ``forgetRequests()``.
    ///
    /// ```swift
    /// try await fleet.expectRequests(to: "steam", functions: [3], count: 2)
    /// try await fleet.expectRequests(to: "steam", functions: [6, 16], count: .atMost(1))
    /// ```
    ///
    /// - Parameters:
    ///   - device: Its name; nil for all devices.
    ///   - functions: Function codes, any of them; empty for all.
    ///   - addresses: Only requests that touch one of these addresses; nil for all.
    ///   - count: How many.
    ///   - fileID: The file that a failure names.
    ///   - line: The line that a failure names.
    /// - Throws: ``FleetTestError`` with what came instead, and the requests that nearly match.
    public func expectRequests(
        to device: String? = nil, functions: Set<UInt8> = [],
        addresses: ClosedRange<Int>? = nil, count: RequestCount, fileID: String = #fileID,
        line: Int = #line
    ) async throws {
        if let device { _ = try endpoint(of: device, fileID: fileID, line: line) }
        let verdict = await fleet.verify(
            Self.query(device, functions, addresses), count: count.journalCount)
        guard verdict.isMet else {
            throw FleetTestError(verdict.message, at: TestPlace(fileID: fileID, line: line))
        }
    }

    /// Begins to count requests anew.
    public func forgetRequests() async { await fleet.clearJournal() }

    private static func query(
        _ device: String?, _ functions: Set<UInt8>, _ addresses: ClosedRange<Int>?
    ) -> JournalQuery {
        var query = JournalQuery()
        query.device = device
        query.functions = Set(functions.map(FunctionCode.init(rawValue:)))
        query.addresses = addresses.flatMap { AddressRange(start: $0.lowerBound, count: $0.count) }
        query.limit = 0
        return query
    }
}
