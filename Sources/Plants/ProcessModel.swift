package import Tags

/// One variable of a process: something that acts on it, or something that follows from it.
package struct PlantVariable: Hashable, Sendable {
    /// Name within the plant: `P100`.
    package let name: String
    /// Unit of its values.
    package let unit: EngineeringUnit
    /// Its value at the start.
    package let nominal: Double
    /// One line for people.
    package let summary: String

    /// A variable of that name.
    package init(name: String, unit: EngineeringUnit, nominal: Double, summary: String) {
        self.name = name
        self.unit = unit
        self.nominal = nominal
        self.summary = summary
    }
}

/// The equations of a process: no instrument, no control, no chance.
///
/// Time is in minutes, whatever the source uses. A value of the type stands in the state it starts
/// from.
package protocol ProcessModel: Sendable {
    /// What actuators and disturbances set; an index here is the input's number.
    var inputs: [PlantVariable] { get }

    /// Every noise-free variable that instruments, loops or truths name, states among them; an
    /// index here is the output's number.
    var outputs: [PlantVariable] { get }

    /// All that the process remembers, delay lines included. Its length never changes.
    var memory: [Double] { get set }

    /// Moves the process on. Allocates nothing.
    ///
    /// - Parameters:
    ///   - inputs: One value for each input, held over the time.
    ///   - minutes: How long; the plant's step.
    mutating func advance(_ inputs: UnsafePointer<Double>, for minutes: Double)

    /// Works out every output from what the process remembers and the inputs. Allocates nothing.
    ///
    /// - Parameters:
    ///   - inputs: One value for each input.
    ///   - outputs: Room for one value for each output.
    func evaluate(_ inputs: UnsafePointer<Double>, into outputs: UnsafeMutablePointer<Double>)
}
