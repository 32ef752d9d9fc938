package import Profiles
package import Tags

/// What a scenario does, and when: tells what is due, and remembers what has been done.
package struct ScenarioTimeline: Sendable {
    private var entries: [Entry]

    private struct Entry: Sendable {
        let trigger: ScenarioEntry.Trigger
        let actions: [ScenarioAction]
        /// When it comes next; nil for one that waits for its condition, or has come.
        var next: PlantTime?
        /// Since when its condition has held.
        var since: PlantTime?
        var isDone = false
    }

    /// Takes over a scenario's timeline.
    package init(_ entries: [ScenarioEntry]) {
        self.entries = entries.map { entry in
            let next: PlantTime? =
                switch entry.trigger {
                case .at(let time), .every(_, let time, _): .start + time
                case .when: nil
                }
            return Entry(trigger: entry.trigger, actions: entry.actions, next: next)
        }
    }

    /// When the next entry is due; nil if none has a time.
    package var next: PlantTime? { entries.compactMap(\.next).min() }

    /// The values its conditions look at.
    package var values: Set<ScenarioValue> {
        Set(
            entries.compactMap { entry in
                guard case .when(let value, _, _) = entry.trigger else { return nil }
                return value
            })
    }

    /// All actions due by `time`, in the file's order where they are due together.
    package mutating func take(upTo time: PlantTime) -> [ScenarioAction] {
        var actions: [ScenarioAction] = []
        for index in entries.indices {
            guard let due = entries[index].next, due <= time else { continue }
            actions += entries[index].actions
            entries[index].next = nil
            guard case .every(let period, _, let last) = entries[index].trigger else { continue }
            // Times of a period that were never stopped at are passed over, not caught up.
            var following = due + period
            while following <= time { following = following + period }
            if following <= .start + last { entries[index].next = following }
        }
        return actions
    }

    /// Takes in what the values are now; returns what the conditions that came true ask for.
    package mutating func take(
        _ values: [ScenarioValue: Double], at time: PlantTime
    ) -> [ScenarioAction] {
        var actions: [ScenarioAction] = []
        for index in entries.indices where !entries[index].isDone {
            guard case .when(let value, let rule, let span) = entries[index].trigger else {
                continue
            }
            guard rule.holds(for: values[value] ?? .nan) else {
                entries[index].since = nil
                continue
            }
            let since = entries[index].since ?? time
            entries[index].since = since
            guard time - since >= span else { continue }
            entries[index].isDone = true
            actions += entries[index].actions
        }
        return actions
    }
}
