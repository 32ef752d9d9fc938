import Reactor
import Tags

/// A record of writes that ends with the process: for simulated runs, where every run stands alone.
package final class MemoryWriteJournal: WriteJournal {
    private let kept = Locked<[WriteJournalEntry]>([])

    /// Entries kept; when full, the older half is forgotten. Far more than any hour may hold.
    package static let capacity = 65_536

    package init() {}

    /// The latest entries, oldest first.
    package var entries: [WriteJournalEntry] { kept.withLock { $0 } }

    package func intents(since time: Duration) -> [WriteIntent] {
        entries.compactMap { entry in
            if case .intent(let intent) = entry, intent.time >= time { intent } else { nil }
        }
    }

    package func append(_ entry: WriteJournalEntry) {
        kept.withLock { kept in
            if kept.count == Self.capacity { kept.removeFirst(Self.capacity / 2) }
            kept.append(entry)
        }
    }
}
