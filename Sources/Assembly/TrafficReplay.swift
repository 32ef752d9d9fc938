import Fleet
import Gateway
package import Logging
package import Profiles
import Reactor
import Tags
package import Traffic

/// Plays a record's requests again and compares the answers.
package struct TrafficReplay: Sendable {
    /// Who is asked.
    package enum Target: Sendable {
        /// The simulated devices of a profile, started here. Plant time moves from request to
        /// request as recorded, so a record of the same profile and seed is answered to the byte.
        case profile(Profile, seed: UInt64)
        /// A server that runs. Requests leave as soon as the one before is answered, or at the
        /// recorded times divided by the factor.
        case server(host: String, port: Int, speed: Double?)
    }

    /// Why a record cannot be played.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// In words, with what to do next.
        package let description: String
    }

    private let exchanges: [RecordedExchange]
    private let timeout: Duration
    /// How long an answer is waited for where the record has none.
    private let silence: Duration
    private let logger: Logger

    /// Takes what to play.
    ///
    /// - Parameters:
    ///   - exchanges: In order of time.
    ///   - timeout: Longest wait for one answer.
    ///   - logger: Handed to the devices started here.
    package init(_ exchanges: [RecordedExchange], timeout: Duration, logger: Logger) {
        self.exchanges = exchanges
        self.timeout = timeout
        silence = min(timeout, .milliseconds(200))
        self.logger = logger
    }

    /// Asks everything once, in order, and compares.
    ///
    /// - Parameters:
    ///   - target: Who is asked.
    ///   - progress: Told from time to time how many requests are answered.
    /// - Returns: What is equal and what is not.
    /// - Throws: ``Failure``, or what kept the devices from starting.
    package func run(
        against target: Target, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> TrafficComparison {
        switch target {
        case .profile(let profile, let seed):
            guard
                let fleet = try SimulatedFleet(simulating: profile, seed: seed, logger: logger)
            else { throw Failure(description: "profile '\(profile.name)' simulates no device.") }
            let bound = try await fleet.start()
            do {
                let places = try places(of: bound)
                let comparison = try await play(places, progress) { time in
                    await fleet.advance(to: time)
                }
                await fleet.stop()
                return comparison
            } catch {
                await fleet.stop()
                throw error
            }
        case .server(let host, let port, let speed):
            let plain = host == "localhost" ? "127.0.0.1" : host
            guard let address = SocketAddress(host: plain, port: port) else {
                throw Failure(
                    description: "'\(host)' is no numeric address; write for example "
                        + "127.0.0.1:502.")
            }
            let servers = Set(exchanges.map(\.server)).sorted()
            guard servers.count <= 1 else {
                throw Failure(
                    description: "the record has \(servers.count) servers "
                        + "(\(servers.joined(separator: ", "))); name the one to play with --server."
                )
            }
            let start = ContinuousClock.now
            let first = exchanges.first?.time ?? .start
            return try await play(
                Dictionary(servers.map { ($0, address) }) { first, _ in first }, progress
            ) { time in
                guard let speed else { return }
                try await ContinuousClock().sleep(until: start + (time - first) / speed)
            }
        }
    }

    /// Where each server of the record is now.
    private func places(of bound: [BoundDevice]) throws -> [String: SocketAddress] {
        var places: [String: SocketAddress] = [:]
        for server in Set(exchanges.map(\.server)).sorted() {
            guard let device = bound.first(where: { $0.name == server }),
                let address = SocketAddress(host: device.host, port: device.port)
            else {
                throw Failure(
                    description: "the record has requests to '\(server)', which the profile does "
                        + "not simulate; it has \(bound.map(\.name).joined(separator: ", ")).")
            }
            places[server] = address
        }
        return places
    }

    private func play(
        _ places: [String: SocketAddress], _ progress: @Sendable (Int) -> Void,
        wait: (PlantTime) async throws -> Void
    ) async throws -> TrafficComparison {
        let player = try TrafficPlayer()
        var comparison = TrafficComparison()
        do {
            for exchange in exchanges {
                try await wait(exchange.time)
                guard let address = places[exchange.server] else { continue }
                let answer = await player.ask(
                    exchange, at: address,
                    timeout: exchange.answer == nil ? silence : timeout)
                comparison.take(exchange, answer: answer)
                if comparison.requests.isMultiple(of: 1_000) { progress(comparison.requests) }
            }
        } catch {
            await player.stop()
            throw error
        }
        await player.stop()
        return comparison
    }
}
