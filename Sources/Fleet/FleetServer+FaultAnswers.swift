import ModbusWire
import Profiles
import Tags

extension FleetServer {
    /// Does what was decided about a request.
    ///
    /// - Returns: The bytes to send; nil for none.
    func answer(
        _ exchange: FaultExchange, _ device: SimulatedDevice?, _ decision: FaultDecision
    ) -> [UInt8]? {
        var pdu: [UInt8]
        switch decision.fate {
        case .carryOut: pdu = carryOut(exchange, device, decision)
        case .lose:
            refuse(exchange, device, fault: decision.fault)
            return nil
        case .broadcast:
            for number in listeners[exchange.request.listener].devices {
                _ = run(exchange.pdu, on: devices[number])
            }
            note(exchange, device, answer: [], fault: decision.fault)
            return nil
        case .refuse(let code, let function):
            pdu = [(function ?? exchange.pdu[0]) | FunctionCode.exceptionBit, code]
            count(refusal: ExceptionCode(rawValue: code), device)
        case .pdu(let bytes):
            pdu = bytes
            device?.counters.requests &+= 1
        case .adu(let bytes):
            device?.counters.requests &+= 1
            let raw = bytes.map { $0.byte(for: exchange) }
            note(exchange, device, answer: Array(raw.dropFirst(7)), fault: decision.fault)
            return decision.leading + raw + decision.trailing
        case .pretend:
            pdu = pretended(exchange, device)
            device?.counters.requests &+= 1
        }
        guard !pdu.isEmpty else { return nil }
        if decision.isAnswerLost {
            device?.diagnostics.noteUnanswered()
            note(exchange, device, answer: [], fault: decision.fault)
            return nil
        }
        change(&pdu, decision)
        note(exchange, device, answer: pdu, fault: decision.fault)
        return framed(pdu, exchange, decision)
    }

    /// Counts and journals a request that gets nothing.
    func refuse(_ exchange: FaultExchange, _ device: SimulatedDevice?, fault: Int) {
        device?.counters.requests &+= 1
        device?.diagnostics.noteUnanswered()
        note(exchange, device, answer: [], fault: fault)
    }

    private func count(refusal: ExceptionCode, _ device: SimulatedDevice?) {
        guard let device else { return }
        device.counters.requests &+= 1
        device.counters.exceptions &+= 1
        device.diagnostics.noteException(refusal)
    }

    private func note(
        _ exchange: FaultExchange, _ device: SimulatedDevice?, answer: [UInt8], fault: Int
    ) {
        exchange.pdu.withUnsafeBytes { pdu in
            answer.withUnsafeBytes { answer in
                note(
                    pdu, unit: exchange.request.unit, transactionId: exchange.transactionId,
                    listener: exchange.request.listener, requestBytes: exchange.size,
                    connection: exchange.request.connection, device: device?.number,
                    answer: answer, fault: fault)
            }
        }
    }

    /// Lets a device answer a PDU; empty if it gives none.
    func run(_ pdu: [UInt8], on device: SimulatedDevice) -> [UInt8] {
        withUnsafeTemporaryAllocation(byteCount: WireLimits.maximumADU, alignment: 8) { room in
            guard let base = room.baseAddress else { return [] }
            let size = pdu.withUnsafeBytes { device.answer($0, into: base) }
            return Array(room.prefix(size))
        }
    }

    private func carryOut(
        _ exchange: FaultExchange, _ device: SimulatedDevice?, _ decision: FaultDecision
    ) -> [UInt8] {
        guard let device else {
            let code = meetUnknownUnit(at: exchange.request.listener)
            guard let code else {
                note(exchange, nil, answer: [], fault: decision.fault)
                return []
            }
            return [exchange.pdu[0] | FunctionCode.exceptionBit, code.rawValue]
        }
        let rules = decision.contents.compactMap { faults.plan[$0] }
        guard !rules.isEmpty else { return run(exchange.pdu, on: device) }
        let pdu = rewritten(exchange.pdu, rules, device)
        guard !pdu.isEmpty else {
            count(refusal: .illegalDataAddress, device)
            return [exchange.pdu[0] | FunctionCode.exceptionBit, 2]
        }
        let before = exchange.request.write.flatMap { keep($0, of: device) }
        let answer = run(pdu, on: device)
        guard !answer.isEmpty else { return [] }
        let request = pdu.withUnsafeBytes { FaultRequest($0) }
        var shown = viewed(answer, of: request, rules, device)
        if answer[0] & FunctionCode.exceptionBit == 0, request.write != nil {
            follow(request, rules, device, before: before)
            // The echo is what was asked for, whatever was made of it.
            if exchange.pdu[0] != 23 {
                let echoed = exchange.pdu[0] == 22 ? 7 : 5
                shown.replaceSubrange(0..<echoed, with: exchange.pdu[0..<echoed])
            }
        }
        return shown
    }

    /// The answer to a write that is not carried out.
    private func pretended(_ exchange: FaultExchange, _ device: SimulatedDevice?) -> [UInt8] {
        let pdu = exchange.pdu
        switch pdu[0] {
        case 5, 6: return Array(pdu.prefix(5))
        case 22: return Array(pdu.prefix(7))
        case 15, 16: return Array(pdu.prefix(5))
        default:
            guard let device, pdu.count >= 5 else { return [] }
            var answer = run([3] + pdu[1..<5], on: device)
            if answer.isEmpty { return [] }
            answer[0] = answer[0] & FunctionCode.exceptionBit | pdu[0]
            return answer
        }
    }
}

extension FleetServer {
    private func change(_ pdu: inout [UInt8], _ decision: FaultDecision) {
        if let function = decision.function { pdu[0] = function }
        if pdu[0] & FunctionCode.exceptionBit == 0, pdu.count > 1 {
            for change in decision.byteCount {
                pdu[1] = UInt8(truncatingIfNeeded: change.applied(to: UInt16(pdu[1])))
            }
        }
    }

    /// The bytes of an answer on the wire.
    private func framed(
        _ pdu: [UInt8], _ exchange: FaultExchange, _ decision: FaultDecision
    ) -> [UInt8] {
        let unit = decision.unitId ?? exchange.request.unit
        var bytes: [UInt8]
        if let isRight = decision.crc {
            var crc = SerialCRC.bytes(of: [unit] + pdu)
            if !isRight { crc[1] ^= 0xFF }
            bytes = [unit] + pdu + crc
        } else {
            let transaction = decision.transactionId.reduce(exchange.transactionId) {
                $1.applied(to: $0)
            }
            let length = decision.length.reduce(UInt16(pdu.count + 1)) { $1.applied(to: $0) }
            bytes = transaction.wireBytes + (decision.protocolId ?? 0).wireBytes
            bytes += length.wireBytes + [unit] + pdu
        }
        return decision.leading + bytes + decision.trailing
    }
}

extension ScriptedByte {
    fileprivate func byte(for exchange: FaultExchange) -> UInt8 {
        switch self {
        case .byte(let byte): byte
        case .transactionHigh: UInt8(exchange.transactionId >> 8)
        case .transactionLow: UInt8(exchange.transactionId & 0xFF)
        case .unit: exchange.request.unit
        }
    }
}
