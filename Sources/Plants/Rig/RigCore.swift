/// All of a plant but its process, in flat memory: a step allocates nothing and chases no object.
///
/// ``PlantRig`` calls, in this order: ``disturb()``, the process's outputs, ``control()``, the
/// process, ``finish()``.
struct RigCore {
    /// Minutes of one step.
    let minutes: Double
    /// Steps made so far.
    var count = 0
    var forbidsMoves = false
    let scale: Double

    /// Inputs of the process.
    let inputs: UnsafeMutableBufferPointer<Double>
    /// Its outputs at the start of the step.
    let outputs: UnsafeMutableBufferPointer<Double>
    /// What registers show.
    let shown: UnsafeMutableBufferPointer<Double>
    let instruments: UnsafeMutableBufferPointer<InstrumentPlace>
    let analysers: UnsafeMutableBufferPointer<AnalyserPlace>
    let setpoints: UnsafeMutableBufferPointer<SetpointPlace>
    let loops: UnsafeMutableBufferPointer<LoopPlace>
    let actuators: UnsafeMutableBufferPointer<ActuatorPlace>
    let disturbances: UnsafeMutableBufferPointer<DisturbancePlace>
    let signals: UnsafeMutableBufferPointer<FreeSignal>
    let interlocks: UnsafeMutableBufferPointer<InterlockPlace>
    let conditions: UnsafeMutableBufferPointer<ConditionPlace>
    let effects: UnsafeMutableBufferPointer<EffectPlace>
    let heartbeats: Range<Int>
    let remotes: Range<Int>

    init(_ parts: consuming RigBuilder) {
        minutes = parts.minutes
        scale = parts.scale
        inputs = parts.inputs
        outputs = parts.outputs
        shown = parts.shown
        instruments = flat(parts.instruments)
        analysers = flat(parts.analysers)
        setpoints = flat(parts.setpoints)
        loops = flat(parts.loops)
        actuators = flat(parts.actuators)
        disturbances = flat(parts.disturbances)
        signals = flat(parts.signals)
        interlocks = flat(parts.interlocks)
        conditions = flat(parts.conditions)
        effects = flat(parts.effects)
        heartbeats = parts.heartbeats
        remotes = parts.remotes
        showAnalysers(after: -1)
        showControls()
    }

    /// Frees its memory; nothing of it may be used afterwards. A noncopyable type with a `deinit`
    /// would say it better, but swiftc 6.3.1 crashes on it under the thread sanitizer.
    func release() {
        inputs.deallocate()
        outputs.deallocate()
        shown.deallocate()
        free(instruments)
        free(analysers)
        free(setpoints)
        free(loops)
        free(actuators)
        free(disturbances)
        free(signals)
        free(interlocks)
        free(conditions)
        free(effects)
    }
}

/// The elements in memory of their own.
private func flat<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(fromContentsOf: elements)
    return memory
}

private func free<Element>(_ memory: UnsafeMutableBufferPointer<Element>) {
    memory.deinitialize()
    memory.deallocate()
}
