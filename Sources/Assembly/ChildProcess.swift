import Foundation
import Synchronization

/// A program of somebody else's, with what it prints, standard output and error together.
final class ChildProcess: Sendable {
    /// How a program ended.
    enum Ending: Hashable, Sendable {
        case exited(Int)
        case signal(Int)
    }

    /// Lines kept until they are taken; older ones are dropped and counted.
    static let lineLimit = 4_096
    /// Characters of one line that are kept.
    static let lineLength = 2_000

    private let state: Mutex<State>
    private let process: Process

    private struct State {
        var part: [UInt8] = []
        var lines: [String] = []
        var dropped = 0
        var isClosed = false

        mutating func take(_ bytes: Data) {
            for byte in bytes {
                if byte == 0x0A { endLine() } else { part.append(byte) }
            }
            if bytes.isEmpty {
                if !part.isEmpty { endLine() }
                isClosed = true
            }
        }

        private mutating func endLine() {
            if lines.count == ChildProcess.lineLimit {
                lines.removeFirst()
                dropped += 1
            }
            lines.append(String(decoding: part.prefix(ChildProcess.lineLength), as: UTF8.self))
            part.removeAll()
        }
    }

    /// Starts a program, which is looked for on the path.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: Variables beside our own.
    ///   - folder: Where it runs; empty for here.
    /// - Throws: ``RunError/other(_:)`` if it cannot be started.
    init(_ command: [String], environment: [String: String], folder: String) throws(RunError) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if !folder.isEmpty { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        self.process = process
        state = Mutex(State())
        do {
            try process.run()
        } catch {
            throw .other("cannot start '\(command.joined(separator: " "))': \(error).")
        }
        pipe.fileHandleForReading.readabilityHandler = { [self] handle in
            let bytes = handle.availableData
            state.withLock { $0.take(bytes) }
            if bytes.isEmpty { handle.readabilityHandler = nil }
        }
    }

    /// Takes the whole lines printed since the last time.
    func takeLines() -> [String] {
        state.withLock { state in
            defer { state.lines.removeAll() }
            return state.lines
        }
    }

    /// Whether all it prints has been read.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How it ended; nil while it runs.
    var ending: Ending? {
        guard !process.isRunning else { return nil }
        let status = Int(process.terminationStatus)
        return process.terminationReason == .exit ? .exited(status) : .signal(status)
    }

    /// Ends it by SIGTERM, and by SIGKILL if it has not ended after two seconds.
    func end() async {
        guard process.isRunning else { return }
        process.terminate()
        for _ in 0..<200 where process.isRunning { await pause(.milliseconds(10)) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for _ in 0..<200 where process.isRunning { await pause(.milliseconds(10)) }
    }
}

extension ChildProcess.Ending: CustomStringConvertible {
    var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signal(let number): "ended by signal \(number)"
        }
    }
}

/// Waits on the machine's clock, also where the task has been cancelled.
func pause(_ duration: Duration) async {
    await withUnsafeContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + duration / .seconds(1)) {
            continuation.resume()
        }
    }
}
