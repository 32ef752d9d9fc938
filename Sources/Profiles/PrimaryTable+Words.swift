import ModbusWire

extension PrimaryTable {
    /// One of it: `holding register`.
    var singular: String {
        switch self {
        case .coils: "coil"
        case .discreteInputs: "discrete input"
        case .inputRegisters: "input register"
        case .holdingRegisters: "holding register"
        }
    }

    var singularWithArticle: String { self == .inputRegisters ? "an \(singular)" : "a \(singular)" }
}
