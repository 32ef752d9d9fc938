import Reactor

/// Which core runs what: ours one, its counterpart another.
enum Cores {
    private static let allowed = ProcessResources.allowedCores

    /// For the part of Trimtab under measurement, and for a program measured in its place.
    static var measured: Int? { allowed.count >= 2 ? allowed[0] : nil }

    /// For whatever works against it.
    static var counterpart: Int? { allowed.count >= 2 ? allowed[1] : nil }

    /// Keeps this thread, and all it will start, on the measured core.
    static func pinOurs() { pin(measured) }

    /// Runs `body` while this thread, and so any process it starts, belongs to `core`.
    static func on<Result, Failure: Error>(
        _ core: Int?, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pin(core)
        defer { pin(measured) }
        return try body()
    }

    static var summary: String {
        guard let measured, let counterpart else {
            return "one core only: both sides share it, so the rates are lower than they could be"
        }
        return "measured side on core \(measured), its counterpart on core \(counterpart)"
    }

    private static func pin(_ core: Int?) {
        guard let core else { return }
        do {
            try ProcessResources.pinThread(toCore: core)
        } catch {
            Progress.note("core \(core) cannot be kept: \(error)")
        }
    }
}
