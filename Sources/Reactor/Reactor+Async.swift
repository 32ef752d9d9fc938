extension ReactorThread {
    /// Runs `job` on the reactor's thread as ``post(_:)`` does, and waits for what it returns
    /// without holding a thread.
    ///
    /// - Returns: Nil if the job was refused.
    package func perform<Value: Sendable>(_ job: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let isTaken = post { continuation.resume(returning: job()) }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }
}
