// The fuzzer's target over everything that reads bytes from a socket; built with the sources of
// ModbusWire into one module by .ci/fuzz. What must hold is a precondition, so breaking it is a
// finding, and every buffer has exactly its bytes, so reading past one is too.

/// Called once an input. Its first byte says which reader is meant.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    switch bytes[0] % 3 {
    case 0: readStream(bytes.slice(1..<size))
    case 1: withCopy(bytes.slice(1..<size), readRequest)
    default: readAnswer(bytes.slice(1..<size))
    }
    return 0
}

/// Lends a copy of its own in the heap, so that the address sanitizer sees its ends.
private func withCopy(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyMemory(from: bytes)
    body(UnsafeRawBufferPointer(copy))
    copy.deallocate()
}

/// A stream of ADUs gives the same cut whole or in two parts.
private func readStream(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    cutting: while true {
        let rest = bytes.slice(offset..<bytes.count)
        var cut = ADUReader.Cut.incomplete
        withCopy(rest) { cut = ADUReader.cut($0) }
        switch cut {
        case .incomplete:
            precondition(rest.count < WireLimits.maximumADU)
            break cutting
        case .malformed: break cutting
        case .adu(let length):
            precondition((WireLimits.minimumADU...WireLimits.maximumADU).contains(length))
            precondition(length <= rest.count)
            for count in [0, 3, 5, 6, 7, length - 1] where count < length {
                withCopy(rest.slice(0..<count)) { precondition(ADUReader.cut($0) == .incomplete) }
            }
            offset += length
        }
    }
    var decoder = ADUDecoder()
    var decoded = 0
    for half in [bytes.slice(0..<bytes.count / 2), bytes.slice(bytes.count / 2..<bytes.count)] {
        decoder.append(half)
        while let adu = try? decoder.next() { decoded += adu.bytes.count }
    }
    precondition(decoded == offset, "\(decoded) bytes decoded, \(offset) cut")
}

/// What a request is taken for is what it says, and its shape lies within it.
private func readRequest(_ pdu: UnsafeRawBufferPointer) {
    guard !pdu.isEmpty, pdu.count <= WireLimits.maximumPDU else { return }
    let shape = try? RequestShape(parsing: pdu)
    guard let request = try? RequestPDU(parsing: pdu) else {
        precondition(shape == nil)
        return
    }
    guard let shape else { preconditionFailure("parsed without a shape") }
    precondition(shape.start >= 0 && shape.start + shape.count <= 0x1_0000)
    precondition(shape.writeStart >= 0 && shape.writeStart + shape.writeCount <= 0x1_0000)
    precondition(request.function == shape.function)
    let encoded = request.encoded
    precondition(encoded.count == pdu.count)
    // Spare bits of a write of coils are the only ones that may differ.
    let compared = shape.function == .writeMultipleCoils ? pdu.count - 1 : pdu.count
    precondition(encoded[..<compared].elementsEqual(pdu[..<compared]))
}

/// Any answer to any request gets a verdict; a match repeats the request's ids.
private func readAnswer(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first, Int(first) >= WireLimits.minimumADU, bytes.count > Int(first)
    else { return }
    withCopy(bytes.slice(1..<Int(first) + 1)) { request in
        let pending = PendingRequest(transactionId: request.word(at: 0), request: request)
        withCopy(bytes.slice(Int(first) + 1..<bytes.count)) { answer in
            guard case .matches = pending.check(answer) else { return }
            precondition(answer[6] == request[6] && answer[7] == request[7])
            precondition(answer.word(at: 0) == request.word(at: 0))
        }
    }
}
