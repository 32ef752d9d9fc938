import Gateway
import Logging
import ModbusWire
import Profiles
import Tags

/// The whole gateway: schedule, polls, decoding to 100 tags a device, scans read by a task.
struct ScanRound {
    var devices: Int
    var devicesPerScan: Int
    var port: Int
    var seconds: Double

    /// All scan groups together ask for more polls a second than one core can make, so the next
    /// scan of a group starts soon after the one before has ended: a closed loop, as the C clients
    /// run it.
    func run() async throws -> LoadResult {
        let profiles = (0..<devices).map { device($0) }
        let groups = stride(from: 0, to: devices, by: devicesPerScan).map { first in
            let read = profiles[first..<min(first + devicesPerScan, devices)]
            return ScanGroup(
                name: profiles[first].name, interval: .microseconds(5 * devices),
                tags: read.flatMap { $0.tags.map(\.name) })
        }
        let gateway = try DeviceGateway(
            devices: profiles, scanGroups: groups,
            settings: GatewaySettings(seed: 1, clock: .running(speed: 1)),
            journal: NoJournal(), logger: Logger(label: "trimtab.bench"))
        let scans = gateway.scans
        let reader = Task {
            var count = 0
            for await _ in scans { count += 1 }
            return count
        }
        try await gateway.start()
        try await Task.sleep(for: .seconds(BenchPlan.warmUp(for: seconds)))
        let before = await Tally(gateway)
        try await Task.sleep(for: .seconds(seconds))
        let after = await Tally(gateway)
        await gateway.stop()
        guard await reader.value > 0, after.polls > before.polls else {
            throw BenchError.failed("The gateway delivered no scan of \(devices) devices.")
        }
        return after.result(since: before)
    }

    private func device(_ index: Int) -> DeviceProfile {
        let name = "device\(index)"
        let tags = (0..<CodecBench.registerCount).map { address in
            TagProfile(
                name: TagName(stringLiteral: "\(name).register\(address)"),
                mapping: RegisterMapping(
                    table: .holdingRegisters, address: address, type: .uint16))
        }
        return DeviceProfile(
            name: name, isSimulated: false, host: DeviceAddress.host(index), port: port,
            tags: tags)
    }
}

/// What the gateway had done, and had used, at one moment.
private struct Tally {
    let polls: Int
    private let faults: Int
    private let usage: Usage

    init(_ gateway: DeviceGateway) async {
        let health = await gateway.health()
        polls = health.map(\.polls).reduce(0, +)
        faults = health.map(\.faults.total).reduce(0, +)
        usage = Usage()
    }

    func result(since before: Tally) -> LoadResult {
        let rate = Double(polls - before.polls) / usage.seconds(since: before.usage)
        var result = LoadResult(rate: rate, errors: faults - before.faults)
        usage.charge(to: &result, since: before.usage)
        return result
    }
}

/// The bench writes nothing.
private struct NoJournal: WriteJournal {
    func intents(since time: Duration) throws(WriteJournalError) -> [WriteIntent] { [] }

    func append(_ entry: WriteJournalEntry) throws(WriteJournalError) {
        throw WriteJournalError("the bench does not write")
    }
}
