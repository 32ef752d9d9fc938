import ModbusWire
import Reactor

/// A device of 200 holding and input registers and as many bits, all true to the specification: what
/// a test alters, to play a wrong one. Keeps every write it was sent.
final class RegisterDevice: Sendable {
    struct State {
        var holding = [UInt16](repeating: 0, count: 200)
        var input = (0..<200).map { UInt16($0) }
        var coils = [Bool](repeating: false, count: 200)
        var discrete = (0..<200).map { $0 % 3 == 0 }
        /// Requests that write, in order.
        var writes: [RequestPDU] = []
    }

    private let state = Locked(State())

    var now: State { state.withLock { $0 } }

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    /// The PDU that answers a PDU.
    func answer(_ pdu: [UInt8]) -> [UInt8] {
        do {
            let request = try pdu.withUnsafeBytes { try RequestPDU(parsing: $0) }
            return try state.withLock { try Self.answer(request, pdu, &$0) }
        } catch let code as ExceptionCode {
            return [pdu[0] | 0x80, code.rawValue]
        } catch {
            return [pdu[0] | 0x80, 4]
        }
    }

    private static func answer(
        _ request: RequestPDU, _ pdu: [UInt8], _ state: inout State
    ) throws -> [UInt8] {
        func words(_ words: ArraySlice<UInt16>) -> [UInt8] {
            [pdu[0], UInt8(words.count * 2)] + words.flatMap(\.wireBytes)
        }
        func bits(_ bits: ArraySlice<Bool>) -> [UInt8] {
            let packed = Array(bits).packedBits
            return [pdu[0], UInt8(packed.count)] + packed
        }
        func checked(_ start: Int, _ count: Int = 1) throws -> Range<Int> {
            guard start + count <= 200 else { throw ExceptionCode.illegalDataAddress }
            return start..<(start + count)
        }
        switch request {
        case .read(let table, let range):
            let places = try checked(range.start, range.count)
            switch table {
            case .coils: return bits(state.coils[places])
            case .discreteInputs: return bits(state.discrete[places])
            case .inputRegisters: return words(state.input[places])
            case .holdingRegisters: return words(state.holding[places])
            }
        case .writeCoil(let address, let value):
            state.coils[try checked(address).lowerBound] = value
        case .writeRegister(let address, let value):
            state.holding[try checked(address).lowerBound] = value
        case .writeCoils(let start, let values):
            state.coils.replaceSubrange(try checked(start, values.count), with: values)
        case .writeRegisters(let start, let values):
            state.holding.replaceSubrange(try checked(start, values.count), with: values)
        case .maskWriteRegister(let address, let and, let or):
            let place = try checked(address).lowerBound
            state.holding[place] = state.holding[place] & and | or & ~and
        case .readWriteRegisters, .readDeviceIdentification, .readExceptionStatus, .diagnostics,
            .reportServerId:
            throw ExceptionCode.illegalFunction
        }
        state.writes.append(request)
        switch request {
        case .writeCoils, .writeRegisters: return Array(pdu[0..<5])
        default: return pdu
        }
    }
}

extension RawServer {
    /// A server in front of a device that does nothing wrong.
    convenience init(_ device: RegisterDevice) {
        self.init { request in [.send(request.answer(device.answer(request.pdu)))] }
    }
}
