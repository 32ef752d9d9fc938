import Tags

import Glibc
import Tags

/// The plant day of the Wood–Berry column: who moves its setpoints, and the spreads to be met. The
/// plant itself is a profile and is handed in.
package enum WoodBerryExperiment {
    /// What the profile calls the plant.
    package static let model = "wood-berry"

    /// The lanes: flows fixed, analyser, analyser with feed-forward.
    package static func experiment(
        make: @escaping @Sendable (PlantSettings, UInt64) throws(PlantError) -> any PlantModel
    ) -> PublishedExperiment {
        PublishedExperiment(
            warmUp: .seconds(7200), source: "computed from the published equations",
            lanes: [
                lane("flows fixed", ["0.163", "0.171", "0.098"], relative: 0.15, nil),
                lane("analyser", ["0.101", "0.101", "0.010"], relative: 0.10) {
                    WoodBerrySupervisor(feedForward: [0, 0])
                },
                lane("analyser + feed", ["0.0682", "0.0508", "0.000"], relative: 0.10) {
                    WoodBerrySupervisor(feedForward: [0.152856, 0.304580])
                },
            ], make: make)
    }

    private static func lane(
        _ name: String, _ printed: [String], relative: Double,
        _ supervisor: (@Sendable () -> any LaneSupervisor)?
    ) -> ExperimentLane {
        ExperimentLane(
            name,
            figures: [
                .deviation(of: "xD", "%", printed[0], relative: relative),
                .deviation(of: "xB", "%", printed[1], relative: relative),
                .part(
                    "part of the time with xD < 96.0", of: "xD", .below(96), printed[2],
                    within: 0.05),
            ], supervisor: supervisor)
    }
}

/// Moves reflux and steam by 0.12 of the inverse gain times the error at each result, no farther
/// than 0.02 lb/min, and adds a part of the feed's deviation behind a lag of 5 min.
private struct WoodBerrySupervisor: LaneSupervisor {
    let feedForward: [Double]
    private var count = 0.0
    private var base = [1.95, 1.71]
    private var feed = 0.0
    private static let inverse = [[0.156983, -0.152937], [0.0534067, -0.103577]]

    init(feedForward: [Double]) { self.feedForward = feedForward }

    mutating func act(on plant: any PlantModel, after step: Int) {
        let minutes = plant.description.step / .seconds(60)
        feed += (1 - exp(-minutes / 5)) * (shown("F", by: plant) - 2.45 - feed)
        let results = shown("xD.counter", by: plant)
        if results != count {
            count = results
            let errors = [
                96.25 - shown("xD.analyser", by: plant), 0.5 - shown("xB.analyser", by: plant),
            ]
            for index in 0..<2 {
                let row = Self.inverse[index]
                base[index] += clipped(
                    0.12 * (row[0] * errors[0] + row[1] * errors[1]), -0.02, 0.02)
            }
        }
        for (index, name) in ["R.setpoint", "S.setpoint"].enumerated() {
            guard let number = plant.description.index(of: name) else { continue }
            plant.setSetpoint(number, to: base[index] + feedForward[index] * feed)
        }
    }

    private func shown(_ signal: String, by plant: any PlantModel) -> Double {
        plant.description.index(of: signal).map(plant.value(of:)) ?? .nan
    }
}
