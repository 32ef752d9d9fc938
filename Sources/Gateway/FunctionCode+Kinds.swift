import ModbusWire

extension FunctionCode {
    /// Whether it brings bits.
    var readsBits: Bool { self == .readCoils || self == .readDiscreteInputs }

    /// Whether it changes nothing in the device.
    var isRead: Bool {
        readsBits || self == .readHoldingRegisters || self == .readInputRegisters
    }
}
