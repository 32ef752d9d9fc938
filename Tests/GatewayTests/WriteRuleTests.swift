import ModbusWire
import Profiles
import Reactor
import Tags
import Testing

@testable import Gateway

/// The rules of the write path over random histories, judged by what a device received.
struct WriteRuleTests: WriteRules {
    @Test("W1: nothing is written that is not on the list", arguments: UInt64(0)..<8)
    func w1NothingIsWrittenThatIsNotOnTheList(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding = Array(repeating: 500, count: 200) }
        let server = recorder.server()
        defer { server.stop() }
        var tags: [TagProfile] = []
        var allowed: Set<Int> = []
        for address in 0..<40 {
            let name = TagName("plc.t\(address)") ?? "plc.t"
            if Bool.random(using: &random) {
                tags.append(.setpoint(name, at: address))
                allowed.insert(address)
            } else {
                // The same register, mapped and even marked writable, but no setpoint.
                tags.append(
                    TagProfile(
                        name: name,
                        mapping: RegisterMapping(
                            table: .holdingRegisters, address: address, type: .uint16),
                        role: [.controlled, nil].randomElement(using: &random) ?? nil,
                        isWritable: true))
            }
        }
        let unit = UnitId(rawValue: UInt8.random(in: 1...247, using: &random))
        let gateway = try await gateway(server.port, tags, unit: unit)
        for _ in 0..<60 {
            let address = Int.random(in: 0..<45, using: &random)
            let name = TagName("plc.t\(address)") ?? "plc.t"
            let value = Double.random(in: 46...54, using: &random)
            let report = await gateway.write(.init(tag: name, value: value), requester: .command)
            #expect(allowed.contains(address) || report.outcome == .refused)
            #expect(allowed.contains(address) || report.reason.hasPrefix("W1: "))
        }
        await gateway.stop()
        #expect(!recorder.all.isEmpty)
        for write in recorder.all {
            guard case .writeRegister(let address, _) = write.pdu else {
                Issue.record("\(write.pdu)")
                continue
            }
            #expect(allowed.contains(address))
            #expect(write.unit == unit.rawValue)
        }
    }

    @Test("W2: every value that leaves lies within the hard limits", arguments: UInt64(0)..<12)
    func w2EveryValueThatLeavesLiesWithinTheHardLimits(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        let server = recorder.server()
        defer { server.stop() }
        let type = [RegisterType.int16, .uint16, .int32, .float32, .float64][Int(seed) % 5]
        let low = Double.random(in: (type == .uint16 ? 0 : -90)...90, using: &random)
        let limits = low...(low + .random(in: 1...80, using: &random))
        let tag = TagProfile.setpoint(
            "plc.sp", at: 10, type: type, scale: type == .float32 ? 1 : 0.01, range: limits,
            step: 1_000, function: Bool.random(using: &random) ? .multiple : .automatic)
        let gateway = try await gateway(server.port, [tag])
        let hostile: [Double] = [
            .nan, .infinity, -.infinity, limits.lowerBound, limits.upperBound,
            limits.lowerBound.nextDown, limits.upperBound.nextUp, 1e308, -1e308, -0.0,
        ]
        for _ in 0..<60 {
            let wish =
                Bool.random(using: &random)
                ? hostile.randomElement(using: &random) ?? 0
                : Double.random(in: (low - 40)...(low + 140), using: &random)
            let report = await gateway.write(.init(tag: "plc.sp", value: wish), requester: .page)
            #expect(limits.contains(wish) || report.outcome == .refused, "\(wish)")
        }
        await gateway.stop()
        #expect(!recorder.all.isEmpty)
        for write in recorder.all {
            let words: [UInt16]
            switch write.pdu {
            case .writeRegister(10, let word): words = [word]
            case .writeRegisters(10, let several): words = several
            default: throw WriteRefusal(.w1, "\(write.pdu)")
            }
            let value = try #require(tag.mapping.number(in: words, order: .write))
            #expect(limits.contains(value), "\(value) outside \(limits)")
        }
    }

    @Test("W3: no step is longer than allowed from the value just read", arguments: UInt64(0)..<8)
    func w3NoStepIsLongerThanAllowedFromTheValueJustRead(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10] = 500 }
        let server = recorder.server()
        defer { server.stop() }
        let step = Double.random(in: 0.5...6, using: &random)
        let tag = TagProfile.setpoint("plc.sp", at: 10, range: 10...100, step: step)
        let gateway = try await gateway(server.port, [tag])
        for _ in 0..<80 {
            if Int.random(in: 0..<4, using: &random) == 0 {
                // Somebody else moves it.
                let other = UInt16.random(in: 0...1_200, using: &random)
                recorder.device.change { $0.holding[10] = other }
            }
            let now = Double(recorder.device.now.holding[10]) / 10
            let wish = now + Double.random(in: (-2 * step)...(2 * step), using: &random)
            _ = await gateway.write(.init(tag: "plc.sp", value: wish), requester: .controlLoop)
        }
        await gateway.stop()
        #expect(recorder.all.count > 5)
        for write in recorder.all {
            guard case .writeRegister(10, let word) = write.pdu else { continue }
            let taken = abs(Double(word) / 10 - Double(write.before[10]) / 10)
            #expect(taken <= step + 1e-9)
        }
    }

    @Test("W4: writes keep their distance and their number over restarts", arguments: UInt64(0)..<8)
    func w4WritesKeepTheirDistanceAndTheirNumberOverRestarts(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10...11] = [500, 500] }
        let server = recorder.server()
        defer { server.stop() }
        let interval = Double.random(in: 1...300, using: &random)
        let perHour = Int.random(in: 1...15, using: &random)
        let tags: [TagProfile] = [
            .setpoint("plc.a", at: 10, interval: .seconds(interval), perHour: perHour),
            .setpoint("plc.b", at: 11, perHour: 10),
        ]
        let journal = MemoryWriteJournal()
        var epoch = 1e9
        var tried = 0
        for _ in 0..<4 {
            let gateway = try await gateway(
                server.port, tags, journal: journal, epoch: epoch)
            var time = 0.0
            for _ in 0..<40 {
                time += Double.random(in: 0...150, using: &random)
                await move(gateway, recorder, to: time, epoch: epoch)
                let tag: TagName = Bool.random(using: &random) ? "plc.a" : "plc.b"
                let plays: [WriteRecorder.Play] = [.obey, .obey, .ignore, .refuse, .resetOnly]
                recorder.next.withLock { $0 = plays.randomElement(using: &random) ?? .obey }
                let wish = 50 + Double.random(in: -4...4, using: &random)
                _ = await gateway.write(.init(tag: tag, value: wish), requester: .controlLoop)
                tried += 1
            }
            await gateway.stop()
            epoch += time + Double.random(in: 0...60, using: &random)
        }
        for (address, most, distance) in [(10, perHour, interval), (11, 10, 0)] {
            let times = recorder.all.filter { $0.pdu.writes(address) }.map(\.time)
            #expect(times.count > 1 && times.count < tried)
            for (index, time) in times.enumerated() {
                if index > 0 { #expect(time - times[index - 1] >= distance - 1e-6) }
                let inTheHour = times.filter { $0 > time - 3_600 && $0 <= time }
                #expect(inTheHour.count <= most)
            }
        }
    }

    @Test("W8: the outcome is what the register shows", arguments: UInt64(0)..<8)
    func w8TheOutcomeIsWhatTheRegisterShows(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10] = 500 }
        let server = recorder.server()
        defer { server.stop() }
        let gateway = try await gateway(server.port, [.setpoint("plc.sp", at: 10)])
        for _ in 0..<40 {
            let play = [WriteRecorder.Play.obey, .clamp, .ignore, .refuse].randomElement(
                using: &random)
            recorder.next.withLock { $0 = play ?? .obey }
            let before = Double(recorder.device.now.holding[10]) / 10
            let wish = min(100, max(10, before + Double.random(in: -5...5, using: &random)))
            let sent = recorder.all.count
            let report = await gateway.write(.init(tag: "plc.sp", value: wish), requester: .page)
            let shown = Double(recorder.device.now.holding[10]) / 10
            guard recorder.all.count > sent else { continue }
            let value = (wish * 10).rounded() / 10
            #expect(report.before == before)
            #expect(report.readBack == shown)
            switch play ?? .obey {
            case .refuse: #expect(report.outcome == .refused)
            case .ignore: #expect(report.outcome == .refused)
            default:
                let expected: WriteOutcome =
                    abs(shown - value) < 0.05
                    ? .applied : (shown == before ? .refused : .clamped)
                #expect(report.outcome == expected, "\(report)")
            }
        }
        await gateway.stop()
    }

    @Test("W9: a write is sent at most once whatever happens to it", arguments: UInt64(0)..<8)
    func w9AWriteIsSentAtMostOnceWhateverHappensToIt(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let recorder = WriteRecorder()
        recorder.device.change { $0.holding[10] = 500 }
        let server = recorder.server()
        defer { server.stop() }
        let journal = MemoryWriteJournal()
        let gateway = try await gateway(
            server.port, [.setpoint("plc.sp", at: 10)], timeout: .seconds(2),
            journal: journal)
        var plays = WriteRecorder.Play.allCases
        for turn in 0..<25 {
            await move(gateway, recorder, to: Double(turn) * 100)
            let play = plays.randomElement(using: &random) ?? .obey
            // One silence is enough to wait for.
            if play.isSilent { plays.removeAll(where: \.isSilent) }
            recorder.next.withLock { $0 = play }
            let now = Double(recorder.device.now.holding[10]) / 10
            let wish = min(100, max(10, now + Double.random(in: -4...4, using: &random)))
            let (sent, asked) = (recorder.all.count, server.requests.count)
            let report = await gateway.write(.init(tag: "plc.sp", value: wish), requester: .page)
            let writes = recorder.all.count - sent
            #expect(writes <= 1)
            let shown = Double(recorder.device.now.holding[10]) / 10
            if report.outcome == .applied { #expect(abs(shown - wish) <= 0.05 + 1e-9) }
            if writes == 1 {
                let after = server.requests[asked...].drop { !$0.pdu.isWrite }.dropFirst()
                #expect(
                    after.contains { !$0.pdu.isWrite }, "\(play): not read back: \(report.reason)")
                #expect(journal.entries.count { $0.isIntent } == recorder.all.count)
            }
            if play == .silence || play == .resetOnly {
                #expect(report.outcome != .applied || writes == 0)
            }
        }
        // Nothing was kept to be sent once the device is well again.
        recorder.next.withLock { $0 = .obey }
        let writes = recorder.all.count
        await move(gateway, recorder, to: 100_000)
        await gateway.stop()
        #expect(recorder.all.count == writes)
        #expect(journal.entries.count { !$0.isIntent } == writes)
    }
}
