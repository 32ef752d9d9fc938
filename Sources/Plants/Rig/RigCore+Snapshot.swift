extension RigCore {
    func save(to writer: inout SnapshotWriter) {
        writer.add(count)
        writer.add(forbidsMoves)
        writer.add(Array(inputs))
        writer.add(Array(shown))
        for place in instruments { place.instrument.save(to: &writer) }
        for place in analysers { place.analyser.save(to: &writer) }
        for place in setpoints {
            writer.add([place.requested, place.accepted])
            place.ramp.save(to: &writer)
        }
        for place in loops {
            place.loop.save(to: &writer)
            writer.add(place.output)
            writer.add(place.stepsToScan)
        }
        for place in actuators {
            place.actuator.save(to: &writer)
            writer.add([place.drivenTo, place.lagged])
            writer.add(place.isDriven)
        }
        for place in disturbances {
            writer.add([place.value, place.heldAt])
            writer.add(place.isHeld)
        }
        for signal in signals { signal.save(to: &writer) }
        for place in interlocks {
            writer.add(place.isActive)
            writer.add(place.clearSteps)
        }
        for place in conditions { writer.add(place.stepsOutside) }
        for place in effects { writer.add(place.isActive) }
    }

    mutating func restore(from reader: inout SnapshotReader) {
        // Its time must fit into whole nanoseconds.
        count = reader.count(in: 0...Int(4e18 / (minutes * 6e10)))
        forbidsMoves = reader.flag()
        for index in inputs.indices { inputs[index] = reader.number() }
        for index in shown.indices { shown[index] = reader.number() }
        for index in instruments.indices { instruments[index].instrument.restore(from: &reader) }
        for index in analysers.indices { analysers[index].analyser.restore(from: &reader) }
        for index in setpoints.indices {
            setpoints[index].requested = reader.number()
            setpoints[index].accepted = reader.number()
            setpoints[index].ramp.restore(from: &reader)
        }
        for index in loops.indices {
            loops[index].loop.restore(from: &reader)
            loops[index].output = reader.number()
            loops[index].stepsToScan = reader.count(in: 0...loops[index].scanSteps)
        }
        for index in actuators.indices {
            actuators[index].actuator.restore(from: &reader)
            actuators[index].drivenTo = reader.number()
            actuators[index].lagged = reader.number()
            actuators[index].isDriven = reader.flag()
        }
        for index in disturbances.indices {
            disturbances[index].value = reader.number()
            disturbances[index].heldAt = reader.number()
            disturbances[index].isHeld = reader.flag()
        }
        for index in signals.indices { signals[index].restore(from: &reader) }
        for index in interlocks.indices {
            interlocks[index].isActive = reader.flag()
            interlocks[index].clearSteps = reader.count()
        }
        for index in conditions.indices {
            conditions[index].stepsOutside = reader.count()
        }
        for index in effects.indices { effects[index].isActive = reader.flag() }
    }
}
