import Tags

/// Where each signal of a plant stands: those of its description, and behind them the hidden ones.
struct SignalTable {
    /// What the description shows.
    private(set) var signals: [PlantSignal] = []
    /// How many places there are, hidden ones included.
    private(set) var count = 0
    private var places: [String: Int] = [:]

    init<Process: ProcessModel>(_ blueprint: PlantBlueprint<Process>) {
        addInstruments(blueprint.instruments.filter(\.isShown))
        blueprint.analysers.forEach { addAnalyser($0) }
        addSetpoints(blueprint.setpoints)
        addControllers(blueprint.controllers)
        for actuator in blueprint.actuators where actuator.showsPosition {
            let input = blueprint.process.inputs.first {
                $0.name == actuator.input ?? actuator.name
            }
            add(
                actuator.name + ".position", input?.unit ?? .none, actuator.limits, .position,
                "where the \(actuator.summary) stands")
        }
        for instrument in blueprint.instruments where !instrument.isShown {
            hide(instrument.name)
            hide(instrument.name + ".status")
        }
        for actuator in blueprint.actuators where !actuator.showsPosition {
            hide(actuator.name + ".position")
        }
    }

    /// The place of a signal. Asking for one that is not there is a programmer's error.
    subscript(name: String) -> Int {
        guard let place = places[name] else {
            preconditionFailure("the plant has no signal '\(name)'")
        }
        return place
    }

    private mutating func hide(_ name: String) {
        precondition(places.updateValue(count, forKey: name) == nil, "two signals '\(name)'")
        count += 1
    }

    private mutating func add(
        _ name: String, _ unit: EngineeringUnit, _ range: ClosedRange<Double>,
        _ kind: PlantSignal.Kind, _ summary: String
    ) {
        hide(name)
        signals.append(
            PlantSignal(name: name, unit: unit, range: range, kind: kind, summary: summary))
    }

    private mutating func addInstruments(_ instruments: [InstrumentBlueprint]) {
        for instrument in instruments {
            add(
                instrument.name, instrument.unit, instrument.range, .reading, instrument.summary)
        }
        for instrument in instruments {
            add(
                instrument.name + ".status", .none, 0...15, .status,
                instrument.summary + ": 1 good, 2 uncertain, 4 bad")
        }
    }

    private mutating func addAnalyser(_ analyser: AnalyserBlueprint) {
        let (stem, summary) = (analyser.stem, analyser.summary)
        add(
            analyser.signal, analyser.unit, analyser.range, .reading,
            "latest result of the \(summary)")
        add(
            stem + ".counter", .none, 0...65535, .counter, "results of the \(summary) so far")
        add(stem + ".age", "s", 0...65535, .reading, "time since the sample of the latest result")
        add(
            stem + ".status", .none, 0...15, .status,
            "\(summary): 1 good, 2 uncertain, 4 bad, 8 result late")
    }

    private mutating func addSetpoints(_ setpoints: [SetpointBlueprint]) {
        for setpoint in setpoints {
            add(
                setpoint.name + ".setpoint", setpoint.unit, setpoint.limits, .setpoint,
                "setpoint of the \(setpoint.summary)")
        }
        for setpoint in setpoints {
            add(
                setpoint.name + ".held", setpoint.unit, setpoint.limits, .reading,
                "\(setpoint.summary) that is held now")
        }
    }

    private mutating func addControllers(_ controllers: [String]) {
        for name in controllers {
            add(
                name + ".heartbeat", .none, 0...65535, .counter, "steps of the \(name) controller")
        }
        for name in controllers {
            add(
                name + ".remote", .none, 0...1, .permissive,
                "1 while the \(name) controller takes setpoints")
        }
    }
}
