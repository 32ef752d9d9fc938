package import Tags

/// One test of a fleet and whoever talks to it: where to start, what happens when, and what must
/// come of it. Checked, with every default filled in.
package struct Scenario: Sendable {
    /// Short name: `setpoint-reverts`.
    package var name: String
    /// One sentence for people; may be empty.
    package var summary: String
    /// The file it was read from.
    package var path: String
    /// The profile it starts from, with the scenario's own parameters and link settings in it.
    package var profile: Profile
    /// Seed of everything random.
    package var seed: UInt64
    /// Plant time after which it ends.
    package var duration: Duration
    /// Plant time between two looks at a value.
    package var sampling: Duration
    /// Who talks to the fleet.
    package var system: ScenarioSystem
    /// What happens, in the file's order.
    package var timeline: [ScenarioEntry]
    /// What must come of it, in the file's order.
    package var expectations: [ScenarioExpectation]

    /// Takes a scenario in parts; the reader fills in what a file leaves out.
    package init(
        name: String, summary: String = "", path: String = "", profile: Profile, seed: UInt64,
        duration: Duration, sampling: Duration, system: ScenarioSystem = .gateway(mode: .manual),
        timeline: [ScenarioEntry] = [], expectations: [ScenarioExpectation] = []
    ) {
        self.name = name
        self.summary = summary
        self.path = path
        self.profile = profile
        self.seed = seed
        self.duration = duration
        self.sampling = sampling
        self.system = system
        self.timeline = timeline
        self.expectations = expectations
    }

    /// The folder of the file, from where it names others; empty for the working folder.
    package var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// The system under test of a scenario.
package enum ScenarioSystem: Hashable, Sendable {
    /// Our own gateway, with the control loop in this mode.
    case gateway(mode: ScenarioMode)
    /// A program that the scenario starts.
    case process(ScenarioProcess)
    /// Nobody: the fleet and the timeline alone.
    case none
}

/// The control loop's modes, as scenarios write them.
package enum ScenarioMode: String, Hashable, Sendable, CaseIterable {
    /// Forecasts only.
    case manual
    /// Shows moves.
    case advisory
    /// Writes moves.
    case automatic
}

/// A program that a scenario starts, and what is expected of it.
package struct ScenarioProcess: Hashable, Sendable {
    /// The program and its arguments; the program is looked for on the path.
    package var command: [String]
    /// Variables it gets beside those that tell it where the devices are.
    package var environment: [String: String] = [:]
    /// Text of the line at which plant time begins to move; nil to begin at once.
    package var ready: String?
    /// What ends the scenario.
    package var waitFor = WaitFor.exit
    /// Longest time for all of it, of the machine's clock.
    package var timeout: Duration = .seconds(60)
    /// The exit code it must end with, if it is waited for.
    package var exitCode = 0
    /// What moves plant time.
    package var speed = Speed.factor(1)

    /// Takes a command; the rest is the defaults.
    package init(command: [String]) { self.command = command }

    /// What ends a scenario with a program of its own.
    package enum WaitFor: Hashable, Sendable {
        /// The program's end.
        case exit
        /// A line it prints that has this text.
        case line(String)
        /// The scenario's duration; the program must live so long.
        case duration
    }

    /// What moves plant time in a scenario with a program of its own.
    package enum Speed: Hashable, Sendable {
        /// The machine's clock, so many seconds of plant time a second.
        case factor(Double)
        /// The program itself, by the control API.
        case step
    }
}

/// Something that happens in a scenario.
package struct ScenarioEntry: Sendable {
    /// When it happens.
    package var trigger: Trigger
    /// What is done then, in this order.
    package var actions: [ScenarioAction]
    /// Where it stands.
    package var place: SourcePlace

    package init(trigger: Trigger, actions: [ScenarioAction], place: SourcePlace = .none) {
        self.trigger = trigger
        self.actions = actions
        self.place = place
    }

    /// When something happens.
    package enum Trigger: Hashable, Sendable {
        /// Once, so long after the start.
        case at(Duration)
        /// At `first` and every `period` from there on, up to and with `last`.
        case every(Duration, first: Duration, last: Duration)
        /// Once, as soon as the value has met the rule for so long without a break.
        case when(ScenarioValue, NumberRule, for: Duration)
    }
}

/// One thing that a scenario does.
package enum ScenarioAction: Hashable, Sendable {
    /// Sets a tag's value, as from the device's own panel.
    case set(TagName, to: Double)
    /// Holds a tag at a value, whatever the plant says.
    case force(TagName, to: Double)
    /// Lets a forced tag follow the plant again.
    case release(TagName)
    /// Begins a fault.
    case fault(FaultRule)
    /// Ends the faults of that name; nil ends all.
    case clear(String?)
    /// Takes a device off the network as a power failure would.
    case suspend(String)
    /// Brings it back.
    case resume(String)
    /// Changes the mode of our control loop, as an operator would.
    case mode(ScenarioMode)
}

/// A number over time that a scenario looks at.
package enum ScenarioValue: Hashable, Sendable {
    /// What a device's registers stand for, whatever the wire does to it.
    case tag(TagName)
    /// What our gateway read; a value only where the status is good.
    case sample(TagName)
    /// A variable of the process, free of instrument errors.
    case truth(String)

    /// The name of the tag or variable.
    package var name: String {
        switch self {
        case .tag(let tag), .sample(let tag): tag.text
        case .truth(let name): name
        }
    }
}

extension ScenarioValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tag(let tag): "tag \(tag)"
        case .sample(let tag): "sample \(tag)"
        case .truth(let name): "truth \(name)"
        }
    }
}
