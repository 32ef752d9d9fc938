package import Tags

/// A plant written in a profile: a linear process with dead times, and what stands around it.
///
/// All deviations are from nominal values. A declaration read without errors can be built.
package struct PlantDeclaration: Hashable, Sendable {
    /// What profiles and messages call it.
    package var name: String
    /// What the process is called among engineers; may be empty.
    package var title = ""
    /// Where its numbers come from; may be empty.
    package var source = ""
    /// Plant time one step takes, above zero.
    package var step = Duration.seconds(1)
    /// The variable that is the quality of the product.
    package var quality = ""
    /// What acts on the process.
    package var inputs: [Variable] = []
    /// What follows from it.
    package var outputs: [Variable] = []
    /// Transfer functions; those of one output add up.
    package var elements: [Element] = []
    /// A part in state space, beside the transfer functions.
    package var stateSpace: StateSpace?
    /// What varies by itself.
    package var disturbances: [Disturbance] = []
    /// Instruments and transmitters.
    package var instruments: [Instrument] = []
    /// Analysers and laboratories.
    package var analysers: [Analyser] = []
    /// What clients may ask for.
    package var setpoints: [Setpoint] = []
    /// Valves, pumps and drives.
    package var actuators: [Actuator] = []
    /// Loops inside the PLCs.
    package var loops: [Loop] = []
    /// Interlocks inside the PLCs.
    package var interlocks: [Interlock] = []
    /// Names of the PLCs.
    package var controllers: [String] = []
    /// Values that the process must reproduce.
    package var figures: [PublishedFigure] = []

    /// One variable of the process.
    package struct Variable: Hashable, Sendable {
        /// Name within the plant.
        package var name: String
        /// Its unit.
        package var unit: EngineeringUnit
        /// Its value at the nominal point, about which the process is linear.
        package var nominal: Double
        /// What it cannot leave; nil without bounds.
        package var limits: ClosedRange<Double>?
        /// One line for people.
        package var summary: String
    }

    /// A transfer function from an input to an output.
    package struct Element: Hashable, Sendable {
        /// The output it adds to.
        package var output: String
        /// The input that drives it.
        package var input: String
        /// Output per unit of input; with integrators, also per minute.
        package var gain: Double
        /// Time constants of its first-order lags in series, above zero.
        package var lags: [Duration] = []
        /// Time constants of its leads, no more of them than of lags and integrators.
        package var leads: [Duration] = []
        /// How often it integrates, 0…4.
        package var integrators = 0
        /// Dead time; need not be whole steps.
        package var delay = Duration.zero
    }

    /// x' = A x + B u(t − delay), y = C x + D u(t − delay).
    package struct StateSpace: Hashable, Sendable {
        /// Inputs in the order of the columns of B and D.
        package var inputs: [String]
        /// Outputs in the order of the rows of C and D.
        package var outputs: [String]
        /// The unit of time A and B are per.
        package var timeUnit: Duration
        /// A, by rows.
        package var dynamics: [[Double]]
        /// B, by rows.
        package var drive: [[Double]]
        /// C, by rows.
        package var readout: [[Double]]
        /// D; no rows for none.
        package var direct: [[Double]] = []
        /// Dead time of each input, in order.
        package var delays: [Duration]
    }

    /// Something that varies by itself: an input, or a new one that is added to an output.
    package struct Disturbance: Hashable, Sendable {
        /// Name of the input, or of its own.
        package var name: String
        /// The output it is added to; nil if it is an input of the process.
        package var output: String?
        /// What it varies about.
        package var mean: Double
        /// What it cannot leave; nil without bounds.
        package var limits: ClosedRange<Double>?
        /// Signals that add up.
        package var terms: [FreeTerm]
    }
}

extension PlantDeclaration {
    /// An instrument, with its settings by name; times among them in seconds.
    package struct Instrument: Hashable, Sendable {
        /// The signal it shows.
        package var name: String
        /// The variable it measures.
        package var variable: String
        /// Unit of the variable.
        package var unit: EngineeringUnit
        /// What it can show.
        package var range: ClosedRange<Double>
        /// What differs from an ideal instrument.
        package var settings: [String: Double]
        /// One line for people.
        package var summary: String
        /// Whether it has a signal; else only loops and interlocks see it.
        package var isShown = true
    }

    /// An analyser, with its settings by name; times among them in seconds.
    package struct Analyser: Hashable, Sendable {
        /// First part of its signals' names.
        package var stem: String
        /// Whether people work it, so that its results scatter in time.
        package var isLaboratory: Bool
        /// The variable it measures.
        package var variable: String
        /// Unit of the variable.
        package var unit: EngineeringUnit
        /// What it can show.
        package var range: ClosedRange<Double>
        /// What differs from an ideal analyser.
        package var settings: [String: Double]
        /// One line for people.
        package var summary: String

        /// The signal of its latest result.
        package var signal: String { stem + (isLaboratory ? ".laboratory" : ".analyser") }
    }

    /// Something a client may set.
    package struct Setpoint: Hashable, Sendable {
        /// First part of its signals' names.
        package var name: String
        /// Its unit.
        package var unit: EngineeringUnit
        /// What a client may set.
        package var limits: ClosedRange<Double>
        /// Its value at the start.
        package var nominal: Double
        /// Fastest change a minute inside the PLC; nil for at once.
        package var rate: Double?
        /// One line for people.
        package var summary: String
    }

    /// A valve, pump or drive.
    package struct Actuator: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// The input it moves.
        package var input: String
        /// Where it can stand; its travel is the distance.
        package var limits: ClosedRange<Double>
        /// Its time constant.
        package var lag: Duration
        /// Fastest change a minute; nil for none.
        package var rate: Double?
        /// What tells it where to stand.
        package var drive: Drive
        /// Settings by name; times among them in seconds.
        package var settings: [String: Double]
        /// One line for people.
        package var summary: String
    }

    /// What tells an actuator where to stand.
    package enum Drive: Hashable, Sendable {
        /// A setpoint, by name.
        case setpoint(String)
        /// A loop, by name.
        case loop(String)
        /// A setpoint times what a signal shows, the latter behind a lag.
        case ratio(setpoint: String, to: String, lag: Duration)
        /// Nothing: it stays there.
        case fixed(Double)
    }

    /// A proportional-integral loop.
    package struct Loop: Hashable, Sendable {
        /// Its name, by which an actuator follows it.
        package var name: String
        /// Signal or hidden instrument that it reads; a variable if there is none of that name.
        package var reading: String
        /// The setpoint it holds.
        package var setpoint: String
        /// Output per unit of the measured value.
        package var gain: Double
        /// Time in which a standing error is met once more, above zero.
        package var integralTime: Duration
        /// Its output without an error.
        package var nominalOutput: Double
        /// What its output cannot leave.
        package var limits: ClosedRange<Double>
        /// Steps between two runs, 1 or more.
        package var scanSteps: Int
    }

    /// What strikes when a reading leaves its range.
    package struct Interlock: Hashable, Sendable {
        /// It strikes while one of them is not met.
        package var conditions: [Condition]
        /// How long a condition must be unmet.
        package var delay: Duration
        /// How long all conditions must be met before it lets go.
        package var reset: Duration
        /// Whether the controllers take no setpoints meanwhile.
        package var forbidsMoves: Bool
        /// Actuators that are driven somewhere.
        package var drives: [Target]
        /// Inputs that are forced to a value.
        package var forced: [Target]

        /// A reading and where it may be.
        package struct Condition: Hashable, Sendable {
            /// Signal, hidden instrument or variable.
            package var reading: String
            /// Where it may be, bounds included.
            package var normal: ClosedRange<Double>
        }

        /// A name and a value.
        package struct Target: Hashable, Sendable {
            /// What is moved.
            package var name: String
            /// Where to, in its unit.
            package var value: Double
        }
    }
}
