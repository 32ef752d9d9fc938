import Foundation
import Tags

/// A record of writes in a file of JSON lines, each synced to the disk before ``append(_:)`` returns.
///
/// A line that a kill has torn is passed over: its write never left. A whole line that cannot be
/// read is an error, for it may have been a write.
package final class FileWriteJournal: WriteJournal {
    /// The file's path.
    package let path: String
    private let descriptor: Int32

    /// Opens the file, and makes it if there is none.
    ///
    /// - Throws: What the system said.
    package init(path: String) throws(WriteJournalError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw failure("opened")
        }
        try endTornLine()
        let folder = open((path as NSString).deletingLastPathComponent.ifEmpty("."), O_RDONLY)
        if folder >= 0 {
            _ = fsync(folder)
            close(folder)
        }
    }

    deinit { close(descriptor) }

    package func intents(since time: Duration) throws(WriteJournalError) -> [WriteIntent] {
        let bytes = try contents()
        var intents: [WriteIntent] = []
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            do {
                let intent = try decoder.decode(Line.self, from: line).intent
                if let intent, intent.time >= time { intents.append(intent) }
            } catch {
                guard line.last != UInt8(ascii: "}") else {
                    throw WriteJournalError("\(path):\(number + 1): no entry of a write journal")
                }
            }
        }
        return intents
    }

    package func append(_ entry: WriteJournalEntry) throws(WriteJournalError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            try write(try encoder.encode(Line(entry)) + [0x0A])
        } catch let error as WriteJournalError {
            throw error
        } catch {
            throw WriteJournalError("\(path): \(error)")
        }
    }

    private func write(_ line: Data) throws(WriteJournalError) {
        let written = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count, fsync(descriptor) == 0 else {
            throw failure("written")
        }
    }

    private func contents() throws(WriteJournalError) -> Data {
        var contents = Data()
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &block, block.count, off_t(contents.count))
            guard count >= 0 else { throw failure("read") }
            if count == 0 { return contents }
            contents.append(contentsOf: block[..<count])
        }
    }

    private func failure(_ what: String) -> WriteJournalError {
        WriteJournalError("\(path): cannot be \(what): \(String(cString: strerror(errno)))")
    }

    /// Ends a line that a kill has torn, so that the next one starts anew.
    private func endTornLine() throws(WriteJournalError) {
        let size = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0x0A
        if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
        if last != 0x0A { try write(Data([0x0A])) }
    }
}

/// One line of the file.
private struct Line: Codable {
    var kind: String
    var number: Int
    var nanoseconds: Int64
    var tag: String
    var device: String?
    var address: String?
    var before: Double?
    var value: Double
    var request: String?
    var requester: WriteRequester?
    var outcome: WriteOutcome?
    var readBack: Double?
    var reason: String?

    init(_ entry: WriteJournalEntry) {
        switch entry {
        case .intent(let intent):
            kind = "intent"
            number = intent.number
            nanoseconds = intent.time.nanoseconds
            tag = intent.tag
            device = intent.device
            address = intent.address
            before = intent.before
            value = intent.value
            request = intent.request
            requester = intent.requester
        case .outcome(let number, let report):
            kind = "outcome"
            self.number = number
            nanoseconds = report.at.nanoseconds
            tag = report.setpoint.tag.text
            before = report.before
            value = report.wanted
            outcome = report.outcome
            readBack = report.readBack
            reason = report.reason
        }
    }

    /// The intent the line records; nil for an outcome.
    var intent: WriteIntent? {
        guard kind == "intent" else { return nil }
        return WriteIntent(
            number: number, time: .nanoseconds(nanoseconds), tag: tag, device: device ?? "",
            address: address ?? "", before: before ?? .nan, value: value, request: request ?? "",
            requester: requester ?? .command)
    }
}

extension String {
    fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
