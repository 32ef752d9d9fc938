import Glibc

/// Reads a profile or a map from disk, and no more than a profile may be.
enum ProfileFile {
    /// Largest file that is read: 1 MiB.
    static let maximumSize = 1 << 20

    /// Why a file cannot be read; complete in itself but for the file's name.
    struct Refusal: Error {
        let reason: String

        init(reason: String) { self.reason = reason }

        /// In the system's words, begun small, for they follow a colon.
        init(errorNumber: Int32) {
            let words = String(cString: strerror(errorNumber))
            reason = words.prefix(1).lowercased() + words.dropFirst()
        }
    }

    /// The bytes of a regular file of at most so many.
    static func read(
        _ path: String, atMost limit: Int = maximumSize
    ) throws(Refusal) -> [UInt8] {
        guard !path.utf8.contains(0) else { throw Refusal(reason: "its name has a zero byte") }
        // A pipe without a writer would otherwise hold the caller for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Refusal(errorNumber: errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw Refusal(errorNumber: errno)
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Refusal(reason: "it is a directory")
        default: throw Refusal(reason: "it is not a regular file")
        }
        guard facts.st_size <= limit else {
            throw Refusal(reason: tooLarge(Int(facts.st_size), limit))
        }
        let room = min(limit, max(maximumSize, Int(facts.st_size) + 4096))
        return try read(from: descriptor, atMost: room)
    }

    /// Reads to the end, though the file may have grown since its size was asked for.
    private static func read(
        from descriptor: Int32, atMost limit: Int
    ) throws(Refusal) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let room = bytes.count - count
            let more = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room)
            }
            if more == 0 { return Array(bytes.prefix(count)) }
            guard more > 0 || errno == EINTR else {
                throw Refusal(errorNumber: errno)
            }
            count += max(more, 0)
        }
        throw Refusal(reason: tooLarge(count, limit))
    }

    private static func tooLarge(_ size: Int, _ limit: Int) -> String {
        limit == maximumSize
            ? "it has \(size) bytes; a profile or map has at most \(limit)"
            : "it has \(size) bytes; a file of columns has at most \(ColumnFile.maximumSize)"
    }
}

/// FNV-1a over 64 bits (Fowler, Noll and Vo): tells files apart, keeps no secrets.
struct Fingerprint {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
