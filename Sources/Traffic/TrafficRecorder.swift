import Foundation
import Glibc
import Synchronization

/// Writes exchanges to a file, a line each, as they happen.
///
/// The file stands beside its name, ending in `.part`, until ``finish()``. What the disk refuses is
/// counted and told at the end; traffic goes on.
package final class TrafficRecorder: TrafficSink {
    private struct State {
        var waiting = Data()
        var descriptor: Int32
        var recorded = 0
        var lost = 0
        var failure: String?
    }

    private let path: String
    private let text = TrafficText()
    private let state: Mutex<State>

    /// Bytes collected before they are handed to the system.
    private static let blockSize = 1 << 16

    /// Opens the record; the folder must exist.
    package init(path: String, header: TrafficHeader) throws(TrafficText.Failure) {
        self.path = path
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw TrafficText.Failure(
                "cannot write '\(part)': \(String(cString: strerror(errno))).")
        }
        var state = State(descriptor: descriptor)
        do {
            state.waiting = try text.line(header)
        } catch {
            close(descriptor)
            throw TrafficText.Failure("cannot write '\(part)': \(error).")
        }
        self.state = Mutex(state)
    }

    deinit {
        state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
        }
    }

    package func put(_ exchange: RecordedExchange) {
        state.withLock { state in
            guard state.descriptor >= 0, state.failure == nil,
                let line = try? text.line(exchange)
            else {
                state.lost += 1
                return
            }
            state.waiting.append(line)
            state.recorded += 1
            if state.waiting.count >= Self.blockSize { Self.flush(&state) }
        }
    }

    /// Writes out what waits and gives the record its name.
    ///
    /// - Returns: How many exchanges it holds.
    /// - Throws: What the disk refused, with how many exchanges are missing.
    @discardableResult
    package func finish() throws(TrafficText.Failure) -> Int {
        let result: Result<Int, TrafficText.Failure> = state.withLock { state in
            guard state.descriptor >= 0 else { return .success(state.recorded) }
            Self.flush(&state)
            close(state.descriptor)
            state.descriptor = -1
            if let failure = state.failure {
                return .failure(
                    TrafficText.Failure(
                        "cannot write '\(path).part': \(failure). What came before stands there."))
            }
            guard rename(path + ".part", path) == 0 else {
                return .failure(
                    TrafficText.Failure(
                        "cannot rename '\(path).part' to '\(path)': "
                            + "\(String(cString: strerror(errno)))."))
            }
            return .success(state.recorded)
        }
        return try result.get()
    }

    private static func flush(_ state: inout State) {
        var written = 0
        while written < state.waiting.count {
            let count = state.waiting.withUnsafeBytes {
                write(state.descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                state.failure = String(cString: strerror(errno))
                break
            }
            written += count
        }
        state.waiting.removeAll(keepingCapacity: true)
    }
}
