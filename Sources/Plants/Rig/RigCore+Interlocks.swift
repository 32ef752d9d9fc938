extension RigCore {
    /// Looks at every condition and sets what follows from it for this step.
    mutating func runInterlocks() {
        forbidsMoves = false
        var index = 0
        while index < actuators.count {
            actuators[index].isDriven = false
            index += 1
        }
        index = 0
        while index < interlocks.count {
            runInterlock(index)
            index += 1
        }
    }

    private mutating func runInterlock(_ index: Int) {
        var strikes = false
        var number = interlocks[index].firstCondition
        while number < interlocks[index].endOfConditions {
            if conditions[number].strikes() { strikes = true }
            number += 1
        }
        if strikes {
            interlocks[index].isActive = true
            interlocks[index].clearSteps = 0
        } else if interlocks[index].isActive {
            interlocks[index].clearSteps += 1
            interlocks[index].isActive =
                interlocks[index].clearSteps <= interlocks[index].resetSteps
        }
        let isActive = interlocks[index].isActive
        number = interlocks[index].firstEffect
        while number < interlocks[index].endOfEffects {
            effects[number].isActive = isActive
            if isActive {
                switch effects[number].kind {
                case .forbidMoves: forbidsMoves = true
                case .drive:
                    actuators[effects[number].number].isDriven = true
                    actuators[effects[number].number].drivenTo = effects[number].value
                case .force: break
                }
            }
            number += 1
        }
    }
}
