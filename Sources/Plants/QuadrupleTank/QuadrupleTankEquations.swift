/// The quadruple tank of Johansson (IEEE Trans. Control Syst. Technol. 8, 2000): two pumps feed four
/// tanks crosswise. Time in seconds.
package struct QuadrupleTankEquations: Hashable, Sendable {
    /// Cross-section of tanks 1 and 3, cm².
    package var leftArea = 28.0
    /// Cross-section of tanks 2 and 4, cm².
    package var rightArea = 32.0
    /// Outlet of tanks 1 and 3, cm².
    package var leftOutlet = 0.071
    /// Outlet of tanks 2 and 4, cm².
    package var rightOutlet = 0.057
    /// Acceleration of gravity, cm/s².
    package var gravity = 981.0

    /// The published constants.
    package init() {}

    /// What acts on the tanks.
    package struct Inputs: Hashable, Sendable {
        /// v1: voltage of pump 1, V.
        package var pump1: Double
        /// v2: voltage of pump 2, V.
        package var pump2: Double
        /// γ1: part of pump 1 that goes to tank 1.
        package var split1: Double
        /// γ2: part of pump 2 that goes to tank 2.
        package var split2: Double
        /// k1: flow of pump 1, cm³/(V s).
        package var flow1: Double
        /// k2: flow of pump 2, cm³/(V s).
        package var flow2: Double
        /// f1: condition of the outlet of tank 1, 1 when clean.
        package var outlet1 = 1.0
        /// f2: condition of the outlet of tank 2, 1 when clean.
        package var outlet2 = 1.0

        /// The setting without a zero in the right half plane, P−.
        package static let easy = Inputs(
            pump1: 3, pump2: 3, split1: 0.7, split2: 0.6, flow1: 3.33, flow2: 3.35)
        /// The setting with a zero in the right half plane, P+.
        package static let hard = Inputs(
            pump1: 3.15, pump2: 3.15, split1: 0.43, split2: 0.34, flow1: 3.14, flow2: 3.29)

        /// Inputs from eight numbers in the order of the members.
        package init(_ numbers: [Double]) {
            self.init(
                pump1: numbers[0], pump2: numbers[1], split1: numbers[2], split2: numbers[3],
                flow1: numbers[4], flow2: numbers[5])
            outlet1 = numbers[6]
            outlet2 = numbers[7]
        }

        init(
            pump1: Double, pump2: Double, split1: Double, split2: Double, flow1: Double,
            flow2: Double
        ) {
            self.pump1 = pump1
            self.pump2 = pump2
            self.split1 = split1
            self.split2 = split2
            self.flow1 = flow1
            self.flow2 = flow2
        }

        /// The members in their order.
        package var numbers: [Double] {
            [pump1, pump2, split1, split2, flow1, flow2, outlet1, outlet2]
        }
    }

    /// Flow out of a left tank at a level, cm³/s.
    package func leftFlow(_ level: Double) -> Double {
        leftOutlet * (2 * gravity * max(level, 0)).squareRoot()
    }

    /// Flow out of a right tank at a level, cm³/s.
    package func rightFlow(_ level: Double) -> Double {
        rightOutlet * (2 * gravity * max(level, 0)).squareRoot()
    }

    /// Rate of change of the levels, each second.
    package func slope(at state: QuadrupleTankState, with inputs: Inputs) -> QuadrupleTankState {
        let supply1 = inputs.flow1 * inputs.pump1
        let supply2 = inputs.flow2 * inputs.pump2
        let upper3 = leftFlow(state.level3)
        let upper4 = rightFlow(state.level4)
        return QuadrupleTankState(
            level1: (upper3 - inputs.outlet1 * leftFlow(state.level1) + inputs.split1 * supply1)
                / leftArea,
            level2: (upper4 - inputs.outlet2 * rightFlow(state.level2) + inputs.split2 * supply2)
                / rightArea,
            level3: ((1 - inputs.split2) * supply2 - upper3) / leftArea,
            level4: ((1 - inputs.split1) * supply1 - upper4) / rightArea)
    }

    /// The levels at which nothing changes.
    package func steady(with inputs: Inputs) -> QuadrupleTankState {
        let supply1 = inputs.flow1 * inputs.pump1
        let supply2 = inputs.flow2 * inputs.pump2
        func level(_ flow: Double, through outlet: Double) -> Double {
            flow * flow / (outlet * outlet * 2 * gravity)
        }
        let upper3 = (1 - inputs.split2) * supply2
        let upper4 = (1 - inputs.split1) * supply1
        return QuadrupleTankState(
            level1: level(upper3 + inputs.split1 * supply1, through: leftOutlet * inputs.outlet1),
            level2: level(upper4 + inputs.split2 * supply2, through: rightOutlet * inputs.outlet2),
            level3: level(upper3, through: leftOutlet),
            level4: level(upper4, through: rightOutlet))
    }

    /// Share of line 1 in what flows out below, in %; 50 while nothing does.
    package func blend(at state: QuadrupleTankState, with inputs: Inputs) -> Double {
        let line1 = inputs.outlet1 * leftFlow(state.level1)
        let sum = line1 + inputs.outlet2 * rightFlow(state.level2)
        return sum > 0 ? 100 * line1 / sum : 50
    }

    /// What flows out below, cm³/s.
    package func outflow(at state: QuadrupleTankState, with inputs: Inputs) -> Double {
        inputs.outlet1 * leftFlow(state.level1) + inputs.outlet2 * rightFlow(state.level2)
    }
}

/// What the quadruple tank remembers: four levels in cm.
package struct QuadrupleTankState: Hashable, Sendable, IntegrableState {
    /// h1: level of the lower left tank.
    package var level1: Double
    /// h2: level of the lower right tank.
    package var level2: Double
    /// h3: level of the upper left tank.
    package var level3: Double
    /// h4: level of the upper right tank.
    package var level4: Double

    /// A state from its levels.
    package init(level1: Double, level2: Double, level3: Double, level4: Double) {
        self.level1 = level1
        self.level2 = level2
        self.level3 = level3
        self.level4 = level4
    }

    /// A state from four numbers in the order of the tanks.
    package init(_ numbers: [Double]) {
        self.init(level1: numbers[0], level2: numbers[1], level3: numbers[2], level4: numbers[3])
    }

    /// The levels in the order of the tanks.
    package var numbers: [Double] { [level1, level2, level3, level4] }

    package func moved(
        along slope: QuadrupleTankState, for duration: Double
    ) -> QuadrupleTankState {
        QuadrupleTankState(
            level1: level1 + duration * slope.level1, level2: level2 + duration * slope.level2,
            level3: level3 + duration * slope.level3, level4: level4 + duration * slope.level4)
    }
}
