import CModbus
import Glibc
import ModbusWire
import Reactor

/// libmodbus, building requests and checking and decoding answers in memory (see
/// <doc:LibmodbusOnMemory>). One a lane; used by one thread at a time.
struct LibmodbusCodec: ~Copyable {
    /// What libmodbus made of a whole answer.
    enum Taken: Equatable {
        /// So many items lie in the codec's buffer; 0 for a write.
        case items(Int)
        /// The device said no, with a code of the specification.
        case exception(ExceptionCode)
        /// libmodbus refused it; its own words.
        case refused(String)
    }

    private let context: OpaquePointer
    /// Registers decoded last, in the host's order.
    let registers: UnsafeMutablePointer<UInt16>
    /// Bits decoded last, one a byte.
    let bits: UnsafeMutablePointer<UInt8>

    init() throws(SystemError) {
        guard let context = cmodbus_new() else {
            throw SystemError(call: "modbus_new_tcp", code: errno)
        }
        self.context = context
        // Room for what a device may claim to send, not only for what was asked for.
        registers = .allocate(capacity: 256)
        registers.initialize(repeating: 0, count: 256)
        bits = .allocate(capacity: 2_048)
        bits.initialize(repeating: 0, count: 2_048)
    }

    deinit {
        modbus_free(context)
        registers.deallocate()
        bits.deallocate()
    }

    /// The request of a call, with transaction id 0.
    ///
    /// - Throws: What libmodbus says of it, in words.
    func request(for call: ModbusCall) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: WireLimits.maximumADU)
        let length = call.withCall { cmodbus_build(context, $0, &bytes) }
        guard length > 0 else { throw SystemError(call: "libmodbus", code: -length) }
        bytes.removeLast(bytes.count - Int(length))
        bytes[0] = 0
        bytes[1] = 0
        return bytes
    }

    /// Checks and decodes one whole answer, whose transaction id the caller has checked.
    @inline(__always)
    func take(
        _ answer: UnsafeRawBufferPointer, of call: UnsafePointer<cmodbus_call>
    ) -> Taken {
        let isBits = FunctionCode(rawValue: call.pointee.function).readsBits
        let items = isBits ? UnsafeMutableRawPointer(bits) : UnsafeMutableRawPointer(registers)
        let bytes = answer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let result = cmodbus_take(context, call, bytes, Int32(answer.count), items)
        if result >= 0 { return .items(Int(result)) }
        return Self.failure(-result)
    }

    /// Checks and decodes one whole answer, as the other call does.
    func take(_ answer: UnsafeRawBufferPointer, of call: ModbusCall) -> Taken {
        call.withCall { take(answer, of: $0) }
    }

    private static func failure(_ code: Int32) -> Taken {
        let exception = code - Int32(CMODBUS_EXCEPTION_BASE)
        if exception >= 1, code <= Int32(CMODBUS_EXCEPTION_LAST) {
            return .exception(ExceptionCode(rawValue: UInt8(exception)))
        }
        return .refused(String(cString: modbus_strerror(code)))
    }
}
