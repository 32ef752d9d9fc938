import ModbusWire

/// Function codes 7, 8 and 17: what a device tells of itself and of its traffic.
extension SimulatedDevice {
    /// Answers with the eight flags of function code 7.
    func tellStatus(_ answer: UnsafeMutableRawPointer) -> Int {
        answer.storeBytes(of: FunctionCode.readExceptionStatus.rawValue, as: UInt8.self)
        answer.storeBytes(of: exceptionStatus, toByteOffset: 1, as: UInt8.self)
        return 2
    }

    /// Answers with the id of function code 17.
    func tellId(_ answer: UnsafeMutableRawPointer) -> Int {
        answer.storeBytes(of: FunctionCode.reportServerId.rawValue, as: UInt8.self)
        answer.storeBytes(
            of: UInt8(truncatingIfNeeded: serverId.count), toByteOffset: 1, as: UInt8.self)
        serverId.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: answer + 2, count: source.count)
                .copyMemory(from: source)
        }
        return 2 + serverId.count
    }

    /// Carries out function code 8; 0 for no answer.
    func diagnose(
        _ shape: RequestShape, _ pdu: UnsafeRawBufferPointer, _ answer: UnsafeMutableRawPointer
    ) -> Int {
        if shape.start == 0 {
            UnsafeMutableRawBufferPointer(start: answer, count: pdu.count).copyMemory(from: pdu)
            return pdu.count
        }
        let word = diagnostics.run(shape.start, data: pdu.word(at: 3), diagnosticCounts)
        isPlain = access.isOpen && !diagnostics.isListenOnly
        guard let word else { return 0 }
        let bytes = UnsafeMutableRawBufferPointer(start: answer, count: 5)
        bytes.copyMemory(from: pdu.slice(0..<5))
        bytes.setWord(word, at: 3)
        return 5
    }

    /// Takes a request in listen only mode: nothing is done and nothing answered, and only a
    /// restart ends it.
    func listen(_ pdu: UnsafeRawBufferPointer) {
        if pdu[0] == FunctionCode.diagnostics.rawValue,
            let shape = try? RequestShape(parsing: pdu), shape.start == 1
        {
            _ = diagnostics.run(1, data: pdu.word(at: 3), diagnosticCounts)
            isPlain = access.isOpen
        } else {
            diagnostics.noteUnanswered()
        }
    }

    private var diagnosticCounts: DeviceDiagnostics.Counts {
        DeviceDiagnostics.Counts(
            seen: line?.seen ?? counters.requests, errors: line?.errors ?? 0,
            addressed: counters.requests, exceptions: counters.exceptions)
    }
}
