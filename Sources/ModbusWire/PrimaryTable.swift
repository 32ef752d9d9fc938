/// One of the four tables of the Modbus data model (MODBUS Application Protocol V1.1b3, 4.3).
package enum PrimaryTable: String, CaseIterable, Sendable, Hashable, Codable {
    /// Bits that can be read and written.
    case coils
    /// Bits that can only be read.
    case discreteInputs
    /// Registers that can only be read.
    case inputRegisters
    /// Registers that can be read and written.
    case holdingRegisters

    /// Whether its items are single bits.
    @inlinable package var isBits: Bool { self == .coils || self == .discreteInputs }

    /// Whether a client may write it at all.
    @inlinable package var isWritable: Bool { self == .coils || self == .holdingRegisters }

    /// The function code that reads it.
    @inlinable package var readFunction: FunctionCode {
        switch self {
        case .coils: .readCoils
        case .discreteInputs: .readDiscreteInputs
        case .inputRegisters: .readInputRegisters
        case .holdingRegisters: .readHoldingRegisters
        }
    }

    /// The most items one read may ask for: 2,000 bits or 125 registers.
    @inlinable package var maximumRead: Int {
        isBits ? WireLimits.maximumReadBits : WireLimits.maximumReadRegisters
    }

    /// The table's name as an operator reads it: `holding registers`.
    package var name: String {
        switch self {
        case .coils: "coils"
        case .discreteInputs: "discrete inputs"
        case .inputRegisters: "input registers"
        case .holdingRegisters: "holding registers"
        }
    }
}
