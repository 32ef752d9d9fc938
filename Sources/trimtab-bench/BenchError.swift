import Reactor

/// Why a measurement could not be made.
enum BenchError: Error, CustomStringConvertible {
    case cannotStart(String, SystemError)
    case noFreePort(SystemError)
    case notListening(String, port: Int)
    case unreadable(program: String, output: String)
    case failed(String)

    var description: String {
        switch self {
        case .cannotStart(let path, let error):
            "\(path) cannot be started: \(error)."
        case .noFreePort(let error):
            "No port is free for a peer: \(error)."
        case .notListening(let program, let port):
            "\(program) does not accept connections on port \(port) within 5 s."
        case .unreadable(let program, let output):
            "\(program) printed no result: \(output.isEmpty ? "nothing at all" : output)"
        case .failed(let reason):
            reason
        }
    }
}
