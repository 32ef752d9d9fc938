import ModbusWire
import Profiles
import Reactor
import Tags

@testable import Gateway

/// What the tests of the rules share.
protocol WriteRules {}

extension WriteRules {
    /// A gateway before a recorder, in lockstep.
    func gateway(
        _ port: Int, _ tags: [TagProfile], unit: UnitId = 1,
        timeout: Duration = .seconds(10), journal: any WriteJournal = MemoryWriteJournal(),
        epoch: Double = 0
    ) async throws -> DeviceGateway {
        let device = DeviceProfile.test(
            port: port, unit: unit, timeout: timeout, tags: tags)
        let gateway = try DeviceGateway(testing: [device], groups: [], journal: journal) {
            $0.epoch = .seconds(epoch)
        }
        try await gateway.start()
        return gateway
    }

    func move(
        _ gateway: DeviceGateway, _ recorder: WriteRecorder, to time: Double, epoch: Double = 0
    )
        async
    {
        _ = await gateway.advance(to: PlantTime(seconds: time))
        recorder.time.withLock { $0 = epoch + time }
    }
}
