package import Logging
package import Plants
package import Profiles
import Reactor
package import Tags

/// Simulated devices on real sockets, with the plant behind them.
///
/// Everything runs on one thread of its own, so all words of an answer are of one instant of plant
/// time. Plant time stands still until ``advance(to:)`` or ``runClock(speed:)`` moves it.
package final class SimulatedFleet: Sendable {
    let reactor: ReactorThread
    let server: FleetServer
    /// Seed of everything random in the run.
    package let seed: UInt64

    /// Builds the devices; nothing listens yet.
    ///
    /// - Parameters:
    ///   - devices: The simulated devices.
    ///   - plant: The process behind them, handed over; nil if there is none.
    ///   - bindings: Which of the plant's signals each tag shows or sets.
    ///   - settings: How clients are treated.
    ///   - faults: What the devices play once they listen.
    ///   - seed: Of the run; the plant has been given it already.
    ///   - digest: Fingerprint of the profile; snapshots go only between fleets of one.
    ///   - logger: Told of listeners, at debug level, and of connections that cannot be accepted.
    /// - Throws: The first thing wrong with the devices or bindings, or the system's refusal.
    package init(
        devices: [DeviceProfile], plant: sending (any PlantModel)? = nil,
        bindings: [PlantBinding] = [], settings: FleetSettings = FleetSettings(),
        faults: [FaultRule] = [], seed: UInt64 = 1, digest: String = "", logger: Logger
    ) throws(FleetError) {
        self.seed = seed
        let plans = try ListenerPlan.plans(for: devices)
        let host = PlantHost(plant)
        let signals = try Self.signals(of: bindings, devices: devices, host: host)
        var simulated: [SimulatedDevice] = []
        for profile in devices {
            simulated.append(
                try SimulatedDevice(
                    profile, signals: signals, host: host,
                    logCapacity: settings.writeLogCapacity))
        }
        do {
            reactor = try ReactorThread(name: "fleet")
        } catch {
            throw .system(error)
        }
        server = FleetServer(
            devices: simulated, plans: plans, host: host, reactor: reactor, settings: settings,
            seed: seed, digest: digest, logger: logger)
        server.freshDevice = { number throws(FleetError) in
            try SimulatedDevice(devices[number], signals: signals, host: host, logCapacity: 0)
        }
        for rule in faults { _ = try server.place(of: rule) }
        server.pendingFaults = faults
        reactor.start()
    }

    deinit {
        let server = server
        reactor.post { server.closeAll() }
        reactor.stop()
    }

    /// Opens all listeners.
    ///
    /// Devices of one endpoint, or of the same host and port other than 0, share one.
    ///
    /// - Returns: Where each device listens, in the order they were given, with the ports that
    ///   were asked for as 0.
    /// - Throws: ``FleetError/cannotListen(devices:address:_:)``; then none is open.
    @discardableResult
    package func start() async throws(FleetError) -> [BoundDevice] {
        let server = server
        return try await perform { () throws(FleetError) in try server.open() }
    }

    /// Makes the plant steps that end by `time`; returns when they are made.
    package func advance(to time: PlantTime) async {
        let server = server
        _ = await reactor.perform { server.host.advance(to: time) }
    }

    /// Lets plant time follow the machine's clock from now on, until the fleet stops.
    ///
    /// Returns at once. After a pause the lost steps are caught up, at most ten before requests
    /// are answered again.
    ///
    /// - Parameter speed: Seconds of plant time a second, above 0; 1 is real time.
    package func runClock(speed: Double) async {
        precondition(speed > 0 && speed.isFinite, "a clock needs a speed above 0")
        let server = server
        _ = await reactor.perform { server.startClock(speed: speed) }
    }

    /// The plant's time now.
    package func time() async -> PlantTime {
        let server = server
        return await reactor.perform {
            server.tellTime()
            return server.host.time
        } ?? .start
    }

    /// A variable of the process free of instrument errors; nil if there is none of that name. For
    /// scoring only.
    package func truth(_ name: String) async -> Double? {
        let server = server
        return await reactor.perform { server.host.plant?.truth(of: name) } ?? nil
    }

    /// Takes a device off the network as a power failure would: its listener closes and its
    /// connections are reset.
    ///
    /// Where other devices share the listener it stays open, and the device's unit id is treated
    /// as unknown.
    package func suspend(device: String) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in try server.suspend(device) }
    }

    /// Brings a suspended device back on the same port, its registers as they were.
    package func resume(device: String) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in try server.resume(device) }
    }

    /// What the fleet has seen so far.
    package func counters() async -> FleetCounters {
        let server = server
        return await reactor.perform { server.counters() } ?? FleetCounters()
    }

    /// The latest writes a device received, refused ones included, oldest first; at most
    /// ``FleetSettings/writeLogCapacity``.
    package func writeLog(of device: String) async throws(FleetError) -> [ReceivedWrite] {
        let server = server
        return try await perform { () throws(FleetError) in
            server.devices[try server.number(of: device)].log.all
        }
    }

    /// Closes everything and ends the thread. Later calls find nothing.
    package func stop() async {
        let server = server
        _ = await reactor.perform { server.closeAll() }
        reactor.stop()
    }
}

extension SimulatedFleet {
    /// Does a job on the fleet's thread.
    func perform<Value: Sendable>(
        _ job: @escaping @Sendable () throws(FleetError) -> Value
    ) async throws(FleetError) -> Value {
        let result: Result<Value, FleetError>? = await reactor.perform {
            do throws(FleetError) {
                return .success(try job())
            } catch {
                return .failure(error)
            }
        }
        guard let result else { throw .stopped }
        return try result.get()
    }

    /// The plant's signal of each bound tag, by number.
    private static func signals(
        of bindings: [PlantBinding], devices: [DeviceProfile], host: PlantHost
    ) throws(FleetError) -> [TagName: Int] {
        let known = Set(devices.flatMap { $0.tags.map(\.name) })
        var names: [TagName: String] = [:]
        var signals: [TagName: Int] = [:]
        for binding in bindings {
            guard let description = host.plant?.description else {
                throw .noPlant(binding: binding.tag)
            }
            guard let number = description.index(of: binding.signal) else {
                throw .unknownSignal(
                    binding.signal, tag: binding.tag, known: description.signals.map(\.name))
            }
            guard known.contains(binding.tag) else {
                throw .unknownTag(binding.tag, signal: binding.signal)
            }
            if let other = names.updateValue(binding.signal, forKey: binding.tag) {
                throw .boundTwice(binding.tag, signals: [other, binding.signal])
            }
            signals[binding.tag] = number
        }
        return signals
    }
}
