import ModbusWire

/// The bytes of a text such as `00 2A | 07`; blanks and bars only separate.
func hex(_ text: String) -> [UInt8] {
    text.split { $0 == " " || $0 == "|" }.map { word in
        guard let byte = UInt8(word, radix: 16) else { preconditionFailure("no byte: \(word)") }
        return byte
    }
}

/// A request remembered under transaction id 0x002A, from its bytes.
func pending(_ request: String) -> PendingRequest {
    hex(request).withUnsafeBytes { PendingRequest(transactionId: 0x2A, request: $0) }
}

extension PendingRequest {
    func check(_ answer: String) -> Verdict { hex(answer).withUnsafeBytes { check($0) } }
}

/// Chance that a seed repeats (SplitMix64).
struct ReplayableGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
