import Glibc
import Tags

/// What was published about Skogestad's column A, and what follows from it.
package enum ColumnPublished {
    static let matlab = "Skogestad, MATLAB column A (cola), skoge.folk.ntnu.no"
    static let octave = "steady state of cola_lv from Octave, in dist_model_cola_cas"
    static let paper = "Skogestad, Trans. IChemE A 75 (1997) 539"
    static let textbook = "Skogestad and Postlethwaite, Multivariable Feedback Control"
    static let regression = "computed from the published equations"

    /// All values and the experiment.
    package static let plant = PublishedPlant(
        model: "column", stateCount: ColumnA.stateCount,
        values: steady + gains + dynamics + derivatives + responses + loops + objective,
        experiment: experiment)

    private static let nominal = ColumnFigures()

    private static let steady: [PublishedValue] =
        [
            .init(.printed, "xD in the nominal steady state", .none, "0.99", source: matlab) {
                nominal.products().top
            },
            .init(.printed, "xB in the nominal steady state", .none, "0.01", source: matlab) {
                nominal.products().bottom
            },
            .init(.computed, "xD, more digits", .none, "0.98999996", source: regression) {
                nominal.products().top
            },
            .init(.computed, "xB, more digits", .none, "0.01000004", source: regression) {
                nominal.products().bottom
            },
        ]
        + [
            (2, "0.01426098"), (5, "0.03553129"), (10, "0.12285427"), (15, "0.29860721"),
            (21, "0.49872502"), (26, "0.66750653"), (31, "0.84686609"), (36, "0.95007101"),
            (40, "0.98507458"),
        ].map { stage, printed in
            // The printed run stopped at 2000 min.
            PublishedValue(
                .printed, "x of stage \(stage)", .none, printed, .within(3e-7), source: octave
            ) { nominal.composition(of: stage) }
        }
        + [
            (1, "82.1150"), (8, "81.2030"), (15, "78.2188"), (21, "75.5172"), (27, "72.7123"),
            (34, "69.8475"), (41, "68.8850"),
        ].map { stage, printed in
            PublishedValue(
                .computed, "T of stage \(stage)", "°C", printed, .within(6e-5), source: regression
            ) { ColumnA.temperature(at: nominal.composition(of: stage)) }
        }

    private static let gains: [PublishedValue] = {
        let names = ["L", "V", "F", "zF", "qF"]
        let printed = [
            ("0.8754", "1.0846"), ("-0.8618", "-1.0982"), ("0.394", "0.586"), ("0.881", "1.119"),
            ("0.868", "1.092"),
        ]
        let quoted = zip(names.indices, printed).flatMap { input, values in
            [
                PublishedValue(
                    .quoted, "gain of xD to \(names[input])", .none, values.0, source: paper
                ) { nominal.gain(to: input).top },
                PublishedValue(
                    .quoted, "gain of xB to \(names[input])", .none, values.1, source: paper
                ) { nominal.gain(to: input).bottom },
            ]
        }
        let scaled = [
            ("xD to L", "87.8", "87.54"), ("xD to V", "-86.4", "-86.18"),
            ("xB to L", "108.2", "108.46"), ("xB to V", "-109.6", "-109.82"),
        ]
        let textbookGains = scaled.enumerated().flatMap { index, row in
            let ours: @Sendable () -> Double = {
                let gain = nominal.gain(to: index % 2)
                return 100 * (index < 2 ? gain.top : gain.bottom)
            }
            return [
                PublishedValue(
                    .printed, "gain of \(row.0), scaled, of the textbook's model", .none, row.1,
                    .within(0.35), source: textbook, compute: ours),
                PublishedValue(
                    .computed, "gain of \(row.0), scaled", .none, row.2, source: regression,
                    compute: ours),
            ]
        }
        return quoted + textbookGains + [
            .init(.quoted, "relative gain of xD to L", .none, "35.94", source: paper) {
                nominal.relativeGain
            },
            .init(
                .quoted, "relative gain of the textbook's matrix", .none, "35.1", .within(0.06),
                source: textbook
            ) { 1 / (1 - 86.4 * 108.2 / (87.8 * 109.6)) },
            .init(
                .computed, "gain of T15 to L", "°C min/kmol", "-229.54", .within(0.02),
                source: regression
            ) { nominal.temperatureGain(to: ColumnInput.reflux) },
            .init(
                .computed, "gain of T15 to V", "°C min/kmol", "231.30", .within(0.02),
                source: regression
            ) { nominal.temperatureGain(to: ColumnInput.boilUp) },
        ]
    }()

    private static let dynamics: [PublishedValue] = [
        .init(
            .quoted, "slowest time constant", "min", "194", .within(0.5), source: paper
        ) { -1 / (ColumnFigures.poles.last?.real ?? .nan) },
        .init(.computed, "slowest time constant, more digits", "min", "193.97", source: regression)
        { -1 / (ColumnFigures.poles.last?.real ?? .nan) },
        .init(.computed, "fastest pole", "1/min", "-32.54", source: regression) {
            ColumnFigures.poles.first?.real ?? .nan
        },
    ]

    /// Rates of change at a point far from rest.
    private static let derivatives: [PublishedValue] = {
        let slopes: @Sendable () -> [Double] = {
            let stages = (0..<ColumnA.stages).map(Double.init)
            let state = stages.map { 0.02 + 0.95 * $0 / 40 } + stages.map { 0.5 + 0.02 * sin($0) }
            return ColumnFigures.rates(state, [2.8, 3.3, 1.05, 0.48, 0.95, 0])
        }
        let compositions = [
            (1, "0.1246980192"), (11, "-0.02610610837"), (21, "-0.05150968232"),
            (31, "-0.006904331542"), (41, "-0.04223688573"),
        ]
        let holdups = [(1, "0.173423646"), (21, "-0.02671892451"), (41, "-0.0965226321")]
        return compositions.map { stage, printed in
            PublishedValue(
                .computed, "dx/dt of stage \(stage) at a point far from rest", "1/min", printed,
                .within(1e-9), source: regression
            ) { slopes()[stage - 1] }
        }
            + holdups.map { stage, printed in
                PublishedValue(
                    .computed, "dM/dt of stage \(stage) at a point far from rest", "kmol/min",
                    printed, .within(1e-9), source: regression
                ) { slopes()[ColumnA.stages + stage - 1] }
            }
    }()

    private static let responses: [PublishedValue] = {
        let times: [Double] = [5, 10, 30, 60, 240]
        let top = ["0.9893478", "0.9886600", "0.9852696", "0.9777885", "0.9389914"]
        let bottom = ["0.0089247", "0.0081083", "0.0058722", "0.0041943", "0.0027808"]
        return times.indices.flatMap { index in
            let minutes = times[index]
            let found: @Sendable () -> (top: Double, bottom: Double) = {
                ColumnRun.products(at: [minutes]) { $0[ColumnInput.boilUp] *= 1.01 }[0]
            }
            return [
                PublishedValue(
                    .computed, "xD \(Int(minutes)) min after V +1 %", .none, top[index],
                    .within(1e-7), source: regression
                ) { found().top },
                PublishedValue(
                    .computed, "xB \(Int(minutes)) min after V +1 %", .none, bottom[index],
                    .within(1e-7), source: regression
                ) { found().bottom },
            ]
        }
    }()
}
