import Tags

/// Runs a ``PlantBlueprint``: the process, and all that stands between it and the registers.
///
/// Everything but the process is in ``RigCore``, which knows no process type, so that only the
/// process's own two calls go through a witness table.
final class PlantRig<Process: ProcessModel>: PlantModel {
    let description: PlantDescription
    private(set) var time = PlantTime.start
    private var core: RigCore
    private var process: Process
    private let stepNanoseconds: Int64
    private let inputs: UnsafePointer<Double>
    private let outputs: UnsafeMutablePointer<Double>
    /// Outputs after the last step, for truths; worked out when first asked for.
    private var truths: [Double]
    private var truthsAreCurrent = false
    private let truthPlaces: [String: TruthPlace]

    private enum TruthPlace {
        case input(Int)
        case output(Int)
    }

    /// A plant at the start of its time; the settings must have been checked.
    init(
        _ blueprint: PlantBlueprint<Process>, description: PlantDescription,
        settings: PlantSettings, scale: Double, seed: UInt64
    ) {
        self.description = description
        process = blueprint.process
        stepNanoseconds = blueprint.step.nanoseconds
        core = RigCore(
            RigBuilder(blueprint, settings: settings, scale: scale, seed: seed))
        guard let inputs = core.inputs.baseAddress, let outputs = core.outputs.baseAddress else {
            preconditionFailure("a process has inputs and outputs")
        }
        self.inputs = UnsafePointer(inputs)
        self.outputs = outputs
        truths = Array(repeating: 0, count: core.outputs.count)
        var places: [String: TruthPlace] = [:]
        for name in description.truths {
            if let index = description.processOutputs.firstIndex(where: { $0.name == name }) {
                places[name] = .output(index)
            } else if let index = description.processInputs.firstIndex(where: { $0.name == name }) {
                places[name] = .input(index)
            } else {
                preconditionFailure("the process has no variable '\(name)'")
            }
        }
        truthPlaces = places
    }

    deinit { core.release() }

    func step() {
        core.disturb()
        process.evaluate(inputs, into: outputs)
        core.control()
        process.advance(inputs, for: core.minutes)
        core.finish()
        truthsAreCurrent = false
        time = PlantTime(nanoseconds: Int64(core.count) * stepNanoseconds)
    }

    func value(of signal: Int) -> Double {
        precondition(signal >= 0 && signal < description.signals.count, "no such signal")
        return core.shown[signal]
    }

    func setSetpoint(_ signal: Int, to value: Double) { core.setSetpoint(at: signal, to: value) }

    func truth(of name: String) -> Double? {
        guard let place = truthPlaces[name] else { return nil }
        switch place {
        case .input(let index): return inputs[index]
        case .output(let index):
            if !truthsAreCurrent {
                truths.withUnsafeMutableBufferPointer { room in
                    if let start = room.baseAddress { process.evaluate(inputs, into: start) }
                }
                truthsAreCurrent = true
            }
            return truths[index]
        }
    }

    func setFault(_ fault: InstrumentFault?, onInstrument signal: Int) -> Bool {
        guard description.signals.indices.contains(signal) else { return false }
        return core.setFault(fault, at: signal)
    }

    func setFault(_ fault: ActuatorFault?, onActuator name: String) -> Bool {
        guard let number = description.actuators.firstIndex(where: { $0.name == name }) else {
            return false
        }
        core.setFault(fault, onActuator: number)
        return true
    }

    func override(_ disturbance: String, with value: Double?) -> Bool {
        guard value?.isFinite ?? true,
            let number = description.disturbances.firstIndex(where: { $0.name == disturbance })
        else { return false }
        core.hold(disturbance: number, at: value)
        return true
    }

    func snapshot() -> PlantSnapshot {
        var writer = SnapshotWriter()
        writer.add(process.memory)
        core.save(to: &writer)
        return PlantSnapshot(
            model: description.model, numbers: writer.numbers, words: writer.words)
    }

    func restore(_ snapshot: PlantSnapshot) throws(PlantError) {
        guard snapshot.model == description.model else {
            throw .snapshotOfAnotherModel(snapshot.model, expected: description.model)
        }
        guard snapshot.version == PlantSnapshot.currentVersion else {
            throw .snapshotOfAnotherVersion(
                snapshot.version, expected: PlantSnapshot.currentVersion)
        }
        let ours = self.snapshot()
        guard snapshot.numbers.count == ours.numbers.count,
            snapshot.words.count == ours.words.count
        else {
            throw .snapshotOfAnotherLength(
                numbers: snapshot.numbers.count, words: snapshot.words.count,
                expectedNumbers: ours.numbers.count, expectedWords: ours.words.count)
        }
        var reader = SnapshotReader(snapshot)
        process.memory = reader.numbers(process.memory.count)
        core.restore(from: &reader)
        truthsAreCurrent = false
        time = PlantTime(nanoseconds: Int64(core.count) * stepNanoseconds)
    }
}
