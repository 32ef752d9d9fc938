extension RigCore {
    /// Shows what the analysers have after a step; −1 for before the first.
    mutating func showAnalysers(after number: Int) {
        var index = 0
        while index < analysers.count {
            let group = analysers[index].group
            shown[group] = analysers[index].analyser.shown
            shown[group + 1] = Double(analysers[index].analyser.counter)
            shown[group + 2] = analysers[index].analyser.age(after: number)
            shown[group + 3] = Double(analysers[index].analyser.status(after: number).rawValue)
            index += 1
        }
    }

    /// Shows setpoints, positions, heartbeats and permissives.
    mutating func showControls() {
        var index = 0
        while index < actuators.count {
            shown[actuators[index].position] = actuators[index].actuator.position
            index += 1
        }
        index = 0
        while index < setpoints.count {
            shown[setpoints[index].shown] = setpoints[index].requested
            let position = setpoints[index].position
            shown[setpoints[index].held] =
                position >= 0 ? shown[position] : setpoints[index].ramp.value
            index += 1
        }
        let beat = Double(count & 0xFFFF)
        let remote = forbidsMoves ? 0.0 : 1.0
        index = 0
        while index < heartbeats.count {
            shown[heartbeats.lowerBound + index] = beat
            shown[remotes.lowerBound + index] = remote
            index += 1
        }
    }
}
