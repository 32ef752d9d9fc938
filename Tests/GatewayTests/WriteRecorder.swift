import ModbusWire
import Reactor

@testable import Gateway

/// One write as a device saw it.
struct ReceivedWrite: Sendable {
    let pdu: RequestPDU
    let unit: UInt8
    /// Plant time, counted over restarts.
    let time: Double
    /// The registers just before it.
    let before: [UInt16]
}

/// A device that keeps what it is sent, and may do something wrong with a write.
final class WriteRecorder: Sendable {
    /// What to do with a write.
    enum Play: Sendable, CaseIterable {
        case obey, clamp, ignore, refuse, applyAndReset, resetOnly, applyInSilence, silence

        var isSilent: Bool { self == .applyInSilence || self == .silence }
    }

    let device = RegisterDevice()
    let received = Locked<[ReceivedWrite]>([])
    let time = Locked<Double>(0)
    let next = Locked<Play>(.obey)

    func server() -> RawServer {
        RawServer { [self] request in
            let answer = request.answer(request.pdu.isWrite ? [] : device.answer(request.pdu))
            guard request.pdu.isWrite else { return [.send(answer)] }
            let before = device.now.holding
            if let pdu = try? request.pdu.withUnsafeBytes({ try RequestPDU(parsing: $0) }) {
                let entry = ReceivedWrite(
                    pdu: pdu, unit: request.unit, time: time.withLock { $0 }, before: before)
                received.withLock { $0.append(entry) }
            }
            return play(request, next.withLock { $0 })
        }
    }

    private func play(_ request: RawServer.Request, _ play: Play) -> [RawServer.Act] {
        switch play {
        case .obey: return [.send(request.answer(device.answer(request.pdu)))]
        case .clamp:
            let answer = device.answer(request.pdu)
            device.change { state in
                for index in state.holding.indices {
                    state.holding[index] = min(state.holding[index], 520)
                }
            }
            return [.send(request.answer(answer))]
        case .ignore:
            let kept = device.now.holding
            let answer = device.answer(request.pdu)
            device.change { $0.holding = kept }
            return [.send(request.answer(answer))]
        case .refuse: return [.send(request.answer([request.pdu[0] | 0x80, 4]))]
        case .applyAndReset:
            _ = device.answer(request.pdu)
            return [.reset]
        case .resetOnly: return [.reset]
        case .applyInSilence:
            _ = device.answer(request.pdu)
            return []
        case .silence: return []
        }
    }

    var all: [ReceivedWrite] { received.withLock { $0 } }
}

extension [UInt8] {
    /// Whether the PDU changes something.
    var isWrite: Bool { [5, 6, 15, 16, 22, 23].contains(self[0]) }
}

extension RequestPDU {
    func writes(_ address: Int) -> Bool {
        if case .writeRegister(address, _) = self { true } else { false }
    }
}

extension WriteJournalEntry {
    var isIntent: Bool { if case .intent = self { true } else { false } }
}
