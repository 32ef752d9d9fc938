/// What a request asks for: the first byte of its PDU (MODBUS Application Protocol V1.1b3, 5.1).
package struct FunctionCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code as it stands in the PDU; 1…127 in requests.
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// 1: reads 1…2000 coils.
    @inlinable package static var readCoils: FunctionCode { .init(rawValue: 1) }
    /// 2: reads 1…2000 discrete inputs.
    @inlinable package static var readDiscreteInputs: FunctionCode { .init(rawValue: 2) }
    /// 3: reads 1…125 holding registers.
    @inlinable package static var readHoldingRegisters: FunctionCode { .init(rawValue: 3) }
    /// 4: reads 1…125 input registers.
    @inlinable package static var readInputRegisters: FunctionCode { .init(rawValue: 4) }
    /// 5: writes one coil.
    @inlinable package static var writeSingleCoil: FunctionCode { .init(rawValue: 5) }
    /// 6: writes one holding register.
    @inlinable package static var writeSingleRegister: FunctionCode { .init(rawValue: 6) }
    /// 7: reads eight flags of the device's own.
    @inlinable package static var readExceptionStatus: FunctionCode { .init(rawValue: 7) }
    /// 8: tests and counts communication, by sub-function.
    @inlinable package static var diagnostics: FunctionCode { .init(rawValue: 8) }
    /// 15: writes 1…1968 coils.
    @inlinable package static var writeMultipleCoils: FunctionCode { .init(rawValue: 15) }
    /// 16: writes 1…123 holding registers.
    @inlinable package static var writeMultipleRegisters: FunctionCode { .init(rawValue: 16) }
    /// 17: tells the device's id and whether it runs.
    @inlinable package static var reportServerId: FunctionCode { .init(rawValue: 17) }
    /// 22: changes single bits of one holding register.
    @inlinable package static var maskWriteRegister: FunctionCode { .init(rawValue: 22) }
    /// 23: writes 1…121 holding registers, then reads 1…125.
    @inlinable package static var readWriteMultipleRegisters: FunctionCode { .init(rawValue: 23) }
    /// 43: carries device identification when its first data byte is 0x0E.
    @inlinable package static var encapsulatedInterface: FunctionCode { .init(rawValue: 43) }

    /// The bit that marks an exception answer.
    @inlinable package static var exceptionBit: UInt8 { 0x80 }

    package var description: String { "function code \(rawValue)" }
}
