import CModbus
import ModbusWire

/// One call of libmodbus's client interface, with addresses that cannot wrap (W16).
struct ModbusCall: Hashable, Sendable {
    let function: FunctionCode
    let unit: UnitId
    /// First address read; or written, by all functions but 23.
    let address: UInt16
    /// Items from there.
    let count: UInt16
    /// The value of functions 5 and 6, or the AND mask of 22.
    let value: UInt16
    /// The OR mask of function 22.
    let orMask: UInt16
    /// What functions 15 (0 or 1 each), 16 and 23 write.
    let words: [UInt16]
    /// First address function 23 writes.
    let writeAddress: UInt16

    /// Takes a request, or nil if libmodbus has no call for it, a quantity is beyond its limit, or
    /// an address lies outside 0…65535. All is computed in wide integers.
    init?(_ request: RequestPDU, unit: UnitId) {
        var write = AddressRange(start: 0, count: 1)
        var (value, orMask, words): (UInt16, UInt16, [UInt16]) = (0, 0, [])
        let range: AddressRange?
        let limit: Int
        switch request {
        case .read(let table, let asked):
            (range, limit) = (asked, table.maximumRead)
        case .writeCoil(let address, let isOn):
            (range, limit, value) = (AddressRange(start: address, count: 1), 1, isOn ? 1 : 0)
        case .writeRegister(let address, let register):
            (range, limit, value) = (AddressRange(start: address, count: 1), 1, register)
        case .writeCoils(let start, let bits):
            words = bits.map { $0 ? 1 : 0 }
            range = AddressRange(start: start, count: bits.count)
            limit = WireLimits.maximumWriteBits
        case .writeRegisters(let start, let registers):
            words = registers
            range = AddressRange(start: start, count: registers.count)
            limit = WireLimits.maximumWriteRegisters
        case .maskWriteRegister(let address, let and, let or):
            (range, limit) = (AddressRange(start: address, count: 1), 1)
            (value, orMask) = (and, or)
        case .readWriteRegisters(let read, let start, let registers):
            guard registers.count <= WireLimits.maximumReadWriteRegisters else { return nil }
            (range, limit, words) = (read, WireLimits.maximumReadRegisters, registers)
            write = AddressRange(start: start, count: registers.count)
        case .readDeviceIdentification, .readExceptionStatus, .diagnostics, .reportServerId:
            return nil
        }
        guard let range, let write, range.count <= limit,
            let address = UInt16(exactly: range.start), let count = UInt16(exactly: range.count),
            let writeAddress = UInt16(exactly: write.start)
        else { return nil }
        function = request.function
        self.unit = unit
        self.address = address
        self.count = count
        self.value = value
        self.orMask = orMask
        self.words = words
        self.writeAddress = writeAddress
    }

    /// Calls `body` with the call as C takes it; its pointers hold only inside.
    @inline(__always)
    func withCall<Result>(_ body: (UnsafePointer<cmodbus_call>) -> Result) -> Result {
        var call = cmodbus_call(
            function: function.rawValue, unit: unit.rawValue, address: address, count: count,
            write_address: writeAddress, write_count: 0, value: value, or_mask: orMask,
            bits: nil, registers: nil)
        if words.isEmpty { return body(&call) }
        if function == .writeMultipleCoils {
            return words.map { UInt8($0) }.withUnsafeBufferPointer { bits in
                call.bits = bits.baseAddress
                return body(&call)
            }
        }
        call.write_count = UInt16(words.count)
        return words.withUnsafeBufferPointer { registers in
            call.registers = registers.baseAddress
            return body(&call)
        }
    }
}
