import Glibc
import Reactor

/// A program running beside us; what it prints on either output is kept.
final class PeerProcess {
    private let id: pid_t
    private let output: Int32
    private var hasEnded = false

    /// Starts a program on a core.
    init(_ path: String, _ arguments: [String], core: Int?) throws(BenchError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .cannotStart(path, SystemError(call: "pipe", code: errno))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        // The threads of Swift's pool block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var id = pid_t()
        let code = Cores.on(core) { posix_spawn(&id, path, &actions, &attributes, words, environ) }
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw .cannotStart(path, SystemError(call: "posix_spawn", code: code))
        }
        self.id = id
        output = ends[0]
    }

    deinit {
        end()
        close(output)
    }

    /// The first line it prints, or what it printed before it ended.
    func firstLine() -> String {
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 10 { text.append(byte) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Everything it prints until it ends.
    func outputToTheEnd() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        wait()
        return String(decoding: text, as: UTF8.self)
    }

    /// Asks it to end, and waits for that.
    func end() {
        guard !hasEnded else { return }
        kill(id, SIGTERM)
        wait()
    }

    private func wait() {
        var status: Int32 = 0
        while !hasEnded { hasEnded = waitpid(id, &status, 0) >= 0 || errno != EINTR }
    }
}
