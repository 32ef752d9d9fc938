extension RigCore {
    /// Gives the disturbances their values for the coming step and puts all inputs in place.
    mutating func disturb() {
        var index = 0
        while index < disturbances.count {
            disturbances[index].takeNext(from: signals, scale: scale)
            if !disturbances[index].isAdded {
                inputs[disturbances[index].input] = disturbances[index].inputValue
            }
            index += 1
        }
        applyActuators()
    }

    /// Samples the instruments, then runs interlocks, setpoints, loops and actuators.
    mutating func control() {
        var index = 0
        while index < instruments.count {
            instruments[index].instrument.sample(instruments[index].truth.pointee)
            shown[instruments[index].reading] = instruments[index].instrument.shown
            shown[instruments[index].status] = Double(
                instruments[index].instrument.status.rawValue)
            index += 1
        }
        index = 0
        while index < analysers.count {
            analysers[index].analyser.advance(analysers[index].truth.pointee, step: count)
            index += 1
        }
        runInterlocks()
        runSetpoints()
        runLoops()
        moveActuators()
        applyActuators()
    }

    /// Shows what the step has come to.
    mutating func finish() {
        showAnalysers(after: count)
        count += 1
        showControls()
    }

    private mutating func runSetpoints() {
        var index = 0
        while index < setpoints.count {
            if forbidsMoves {
                setpoints[index].requested = setpoints[index].accepted
            } else {
                setpoints[index].accepted = setpoints[index].requested
            }
            setpoints[index].ramp.move(toward: setpoints[index].accepted)
            index += 1
        }
    }

    private mutating func runLoops() {
        var index = 0
        while index < loops.count {
            if loops[index].stepsToScan == 0 {
                loops[index].output = loops[index].loop.output(
                    setpoint: setpoints[loops[index].setpoint].ramp.value,
                    measured: loops[index].reading.pointee, for: loops[index].duration)
                loops[index].stepsToScan = loops[index].scanSteps
            }
            loops[index].stepsToScan -= 1
            index += 1
        }
    }

    private mutating func moveActuators() {
        var index = 0
        while index < actuators.count {
            let demand = demand(on: index)
            actuators[index].actuator.move(
                toward: actuators[index].isDriven ? actuators[index].drivenTo : demand)
            index += 1
        }
    }

    private mutating func demand(on index: Int) -> Double {
        let number = actuators[index].number
        switch actuators[index].drive {
        case .setpoint: return setpoints[number].ramp.value
        case .loop: return loops[number].output
        case .fixed: return actuators[index].lagged
        case .ratio:
            let reading = actuators[index].reading.pointee
            actuators[index].lagged +=
                actuators[index].approach * (reading - actuators[index].lagged)
            return setpoints[number].ramp.value * actuators[index].lagged
        }
    }

    /// Puts the actuators' outputs, and what interlocks force, into the inputs.
    private mutating func applyActuators() {
        var index = 0
        while index < actuators.count {
            let disturbance = actuators[index].disturbance
            var value = actuators[index].actuator.output
            if disturbance >= 0 {
                value = clipped(
                    value + disturbances[disturbance].value, actuators[index].low,
                    actuators[index].high)
            }
            inputs[actuators[index].input] = value
            index += 1
        }
        index = 0
        while index < effects.count {
            if effects[index].isActive, effects[index].kind == .force {
                inputs[effects[index].number] = effects[index].value
            }
            index += 1
        }
    }
}
