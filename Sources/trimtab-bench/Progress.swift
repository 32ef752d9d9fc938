import Glibc

/// Lines on standard error while results are still being made.
enum Progress {
    static func note(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
