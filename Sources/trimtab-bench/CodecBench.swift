import CModbus
import ModbusWire
import Profiles

/// What one poll of 100 holding registers costs apart from the socket, step by step.
struct CodecBench {
    static let registerCount = 100

    struct Row: Codable {
        var step: String
        var cost: Cost
    }

    var seconds: Double

    var plan: PlannedStep {
        PlannedStep(
            text: "codec: 6 steps of a poll", seconds: 6 * CostMeter.duration(seconds: seconds))
    }

    func run() throws -> [Row] {
        Progress.note("codec")
        guard let context = cmodbus_new() else {
            throw BenchError.failed("libmodbus has no memory.")
        }
        defer { modbus_free(context) }
        var call = cmodbus_call()
        call.function = 3
        call.unit = 1
        call.count = UInt16(Self.registerCount)
        var bytes = [UInt8](repeating: 0, count: Int(CMODBUS_MAXIMUM_ADU))
        let length = cmodbus_build(context, &call, &bytes)
        guard length == 12 else {
            throw BenchError.failed("libmodbus built a read request of \(length) bytes, not 12.")
        }
        let request = Array(bytes[..<Int(length)])
        let answer = Self.answer(to: request)
        return [
            Row(step: "build the request (libmodbus)", cost: build(context, call)),
            Row(step: "remember it (ModbusWire)", cost: remember(request)),
            Row(step: "cut and check the answer (ModbusWire)", cost: try check(request, answer)),
            Row(step: "check and decode it (libmodbus)", cost: try take(context, call, answer)),
            Row(step: "100 registers to 100 uint16 tags", cost: try decode(.uint16)),
            Row(step: "100 registers to 50 float32 tags", cost: try decode(.float32)),
        ]
    }

    private static func answer(to request: [UInt8]) -> [UInt8] {
        let registers = (0..<registerCount).flatMap { UInt16($0).bigEndianBytes }
        let length = UInt16(3 + registers.count).bigEndianBytes
        return request[..<4] + length + [1, 3, UInt8(registers.count)] + registers
    }

    private func build(_ context: OpaquePointer, _ call: cmodbus_call) -> Cost {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(CMODBUS_MAXIMUM_ADU)) { bytes in
            var call = call
            return CostMeter.measure(seconds: seconds) { count in
                for index in 0..<count {
                    call.address = UInt16(truncatingIfNeeded: index & 0xFF)
                    _ = cmodbus_build(context, &call, bytes.baseAddress)
                }
            }
        }
    }

    private func remember(_ request: [UInt8]) -> Cost {
        request.withUnsafeBytes { bytes in
            var sum = 0
            let cost = CostMeter.measure(seconds: seconds) { count in
                for index in 0..<count {
                    let id = UInt16(truncatingIfNeeded: index)
                    sum &+= Int(PendingRequest(transactionId: id, request: bytes).transactionId)
                }
            }
            return sum == .min ? Cost(nanoseconds: .nan) : cost
        }
    }

    private func check(_ request: [UInt8], _ answer: [UInt8]) throws -> Cost {
        let id = UInt16(request[0]) << 8 | UInt16(request[1])
        let pending = request.withUnsafeBytes { PendingRequest(transactionId: id, request: $0) }
        var matches = true
        let cost = answer.withUnsafeBytes { bytes in
            CostMeter.measure(seconds: seconds) { count in
                for _ in 0..<count {
                    guard ADUReader.cut(bytes) == .adu(length: bytes.count),
                        pending.check(bytes) == .matches
                    else {
                        matches = false
                        return
                    }
                }
            }
        }
        guard matches else { throw BenchError.failed("The strict reader refused a good answer.") }
        return cost
    }

    private func take(_ context: OpaquePointer, _ call: cmodbus_call, _ answer: [UInt8]) throws
        -> Cost
    {
        var call = call
        var registers = [UInt16](repeating: 0, count: Self.registerCount)
        var taken: Int32 = Int32(Self.registerCount)
        let cost = CostMeter.measure(seconds: seconds) { count in
            for _ in 0..<count {
                let result = cmodbus_take(context, &call, answer, Int32(answer.count), &registers)
                taken = min(taken, result)
            }
        }
        guard taken == Self.registerCount, registers[99] == 99 else {
            throw BenchError.failed("libmodbus refused a good answer with \(taken).")
        }
        return cost
    }

    private func decode(_ type: RegisterType) throws -> Cost {
        let mapping = RegisterMapping(table: .holdingRegisters, address: 0, type: type)
        let words = [UInt16](repeating: 0x42C8, count: Self.registerCount)
        var sum = 0.0
        let cost = words.withUnsafeBufferPointer { words in
            CostMeter.measure(seconds: seconds) { count in
                for _ in 0..<count {
                    for start in stride(from: 0, to: words.count, by: mapping.count) {
                        let slice = words[start..<start + mapping.count]
                        sum += mapping.decodeNumber(UnsafeBufferPointer(rebasing: slice)).value
                    }
                }
            }
        }
        guard sum > 0 else { throw BenchError.failed("Registers were decoded to \(sum).") }
        return cost
    }
}

extension UInt16 {
    fileprivate var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xFF)] }
}
