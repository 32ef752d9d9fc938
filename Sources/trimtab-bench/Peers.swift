import Glibc

/// The C programs of a folder that ours is compared with.
struct Peers {
    enum Program: String, CaseIterable {
        /// Load generator, and the fastest client that checks and decodes every answer.
        case loadGenerator = "gen"
        /// The fastest server.
        case idealServer = "ideal_server"
        /// libmodbus's own server on an event loop.
        case libmodbusServer = "lm_server"
        /// libmodbus's client as a pure codec on an event loop.
        case libmodbusCodecClient = "lm_client_shim"
    }

    private let folder: String?

    /// - Parameter folder: Holds the programs, or their source and the programs in `build`.
    init(folder: String?) { self.folder = folder }

    /// Where the program is; nil if there is none.
    func path(of program: Program) -> String? {
        guard let folder else { return nil }
        return ["\(folder)/build/\(program.rawValue)", "\(folder)/\(program.rawValue)"]
            .first { access($0, X_OK) == 0 }
    }

    /// Why a comparison is missing and what to do about it; nil if its programs are there.
    func absence(of programs: [Program], leavingOut what: String) -> String? {
        let missing = programs.filter { path(of: $0) == nil }
        guard !missing.isEmpty else { return nil }
        let names = missing.map(\.rawValue).joined(separator: ", ")
        let reason =
            folder.map { "\(names) cannot be run in \($0)" }
            ?? "it needs \(names), and --peers names no folder"
        return "Left out: \(what); \(reason)."
    }

    /// How the programs are made.
    static let remedy = """
        To build the peer programs (a C compiler, make and libmodbus-dev are needed), run

            make \(Program.allCases.map { "build/\($0.rawValue)" }.joined(separator: " "))

        in their folder, and pass that folder as --peers.
        """
}
