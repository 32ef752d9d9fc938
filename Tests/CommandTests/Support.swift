import Foundation
import Glibc
import Testing

/// What a finished command left behind.
struct CommandResult {
    let status: Int32
    let output: String
    let errors: String
}

/// The built executable, run as a user would.
enum TrimtabBinary {
    /// It stands beside the test program.
    static var url: URL {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let folder = URL(fileURLWithPath: program ?? "").deletingLastPathComponent()
        return folder.appendingPathComponent("trimtab")
    }

    /// The folder that holds `profiles`.
    static var root: URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// Runs the command to its end.
    static func run(_ arguments: String..., in folder: URL = root) throws -> CommandResult {
        try run(list: arguments, in: folder)
    }

    /// Runs the command to its end.
    static func run(list arguments: [String], in folder: URL = root) throws -> CommandResult {
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let output = scratch.appendingPathComponent("output")
        let errors = scratch.appendingPathComponent("errors")
        for file in [output, errors] { try Data().write(to: file) }
        let status = try spawn(
            [url.path] + arguments, in: folder,
            environment: ProcessInfo.processInfo.environment.merging(
                ["XDG_STATE_HOME": scratch.path, "COLUMNS": "80"]) { $1 },
            output: output.path, errors: errors.path)
        return CommandResult(
            status: status,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Why a command could not be started.
    struct SpawnFailed: Error {
        let code: Int32
    }

    /// Runs a program to its end and returns its exit status.
    ///
    /// Foundation's `Process` is not used: beside tests that hold thousands of descriptors it was
    /// seen to crash.
    private static func spawn(
        _ command: [String], in folder: URL, environment: [String: String], output: String,
        errors: String
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY, 0)
        // Other tests' sockets would stay open in the child.
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        let whole = ["/usr/bin/env", "-C", folder.path] + command
        var arguments = whole.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, whole[0], &actions, nil, &arguments, &variables)
        guard code == 0 else { throw SpawnFailed(code: code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// A text file of `Expected`.
    static func expected(_ name: String) throws -> String {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Expected"))
        return try String(contentsOf: url, encoding: .utf8)
    }
}

/// A folder that is gone after the test.
final class ScratchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// The path of a file that may not exist yet.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
