import ModbusWire
import Profiles
import Tags
import Testing

@testable import Gateway

struct WriteExchangeTests {
    private let target: WriteGuard.Target
    private let order: WriteGuard.Order

    init() throws {
        let rules = WriteGuard(devices: [.test(port: 502, tags: [.setpoint("plc.sp", at: 40)])])
        target = try rules.target(of: "plc.sp").get()
        order = WriteGuard.Order(
            target: target, value: 52, request: .writeRegister(address: 40, value: 520))
    }

    /// An exchange up to the moment its order has been sent.
    private func sent(
        _ sending: WriteExchange.Sending, settle: Duration = .seconds(2)
    ) -> (exchange: WriteExchange, action: WriteExchange.Action) {
        var exchange = WriteExchange(target: target, settleTime: settle)
        #expect(exchange.start() == .readBefore)
        #expect(exchange.wasReadBefore(.words([500])) == .decide(current: [500]))
        #expect(exchange.wasDecided(.write(order)) == .record(order))
        #expect(exchange.wasRecorded(failure: nil) == .send(order))
        let action = exchange.wasSent(sending)
        return (exchange, action)
    }

    private func outcome(_ action: WriteExchange.Action) -> WriteOutcome? {
        if case .finish(let outcome, _) = action { outcome } else { nil }
    }

    /// What sending came to, what the register shows when the settle time is over, and the outcome.
    @Test(
        arguments: [
            (.confirmed, 520, .applied), (.confirmed, 500, .refused), (.confirmed, 515, .clamped),
            (.exception(.serverDeviceFailure), 500, .refused),
            (.exception(.serverDeviceFailure), 520, .refused),
            (.exception(.acknowledge), 520, .applied), (.exception(.acknowledge), 500, .unknown),
            (.exception(.gatewayTargetFailedToRespond), 500, .unknown),
            (.lost("silence"), 520, .applied), (.lost("silence"), 500, .unknown),
            (.lost("silence"), 515, .unknown),
        ] as [(WriteExchange.Sending, UInt16, WriteOutcome)])
    func theOutcomeFollowsFromAnswerAndRegister(
        sending: WriteExchange.Sending, shown: UInt16, outcome expected: WriteOutcome
    ) {
        var (exchange, action) = sent(sending)
        #expect(action == .readBack(after: .zero))
        action = exchange.wasReadBack(.words([shown]), elapsed: .seconds(2))
        #expect(outcome(action) == expected)
        #expect(exchange.readBack == Double(shown) / 10)
        #expect(exchange.before == 50)
    }

    @Test func theRegisterIsReadUntilItShowsTheValue() {
        var (exchange, action) = sent(.confirmed)
        for tenth in 0..<10 {
            action = exchange.wasReadBack(.words([500]), elapsed: .milliseconds(100 * tenth))
            guard case .readBack(let pause) = action else {
                Issue.record("\(action)")
                return
            }
            #expect(pause > .zero)
        }
        action = exchange.wasReadBack(.words([520]), elapsed: .seconds(1))
        #expect(outcome(action) == .applied)
    }

    @Test func withoutAReadBackTheOutcomeIsUnknown() {
        var (exchange, action) = sent(.confirmed)
        action = exchange.wasReadBack(.failed("not connected"), elapsed: .seconds(1))
        #expect(outcome(action) == nil)
        action = exchange.wasReadBack(.failed("not connected"), elapsed: .seconds(2))
        #expect(outcome(action) == .unknown)
    }

    @Test func withoutAReadBeforeNothingIsWritten() {
        var exchange = WriteExchange(target: target, settleTime: .zero)
        let action = exchange.wasReadBefore(.failed("timed out"))
        #expect(outcome(action) == .refused)
    }

    @Test func withoutARecordNothingIsWritten() {
        var exchange = WriteExchange(target: target, settleTime: .zero)
        _ = exchange.wasReadBefore(.words([500]))
        _ = exchange.wasDecided(.write(order))
        let action = exchange.wasRecorded(failure: "disk full")
        #expect(action == .finish(.refused, "W13: no record, no write: disk full"))
    }

    @Test func whatNeverLeftIsRefusedWithoutReadBack() {
        #expect(outcome(sent(.notSent("not connected")).action) == .refused)
    }

    @Test("W9: no history of events sends twice")
    func w9NoHistoryOfEventsSendsTwice() {
        for seed in UInt64(0)..<500 {
            var random = SeededGenerator(seed: seed)
            func reading() -> WriteExchange.Reading {
                switch Int.random(in: 0..<5, using: &random) {
                case 0: .failed("lost")
                case 1: .words([520])
                case 2: .words([500])
                default: .words([UInt16.random(in: 0...1_000, using: &random)])
                }
            }
            let sendings: [WriteExchange.Sending] = [
                .confirmed, .exception(.serverDeviceBusy), .lost("silence"), .notSent("no"),
            ]
            var exchange = WriteExchange(target: target, settleTime: .seconds(1))
            var action = exchange.start()
            var sends = 0
            var elapsed = Duration.zero
            while outcome(action) == nil {
                switch action {
                case .readBefore: action = exchange.wasReadBefore(reading())
                case .decide: action = exchange.wasDecided(.write(order))
                case .record: action = exchange.wasRecorded(failure: nil)
                case .send:
                    sends += 1
                    action = exchange.wasSent(sendings.randomElement(using: &random) ?? .confirmed)
                case .readBack(let pause):
                    elapsed += pause + .milliseconds(5)
                    action = exchange.wasReadBack(reading(), elapsed: elapsed)
                case .finish: break
                }
            }
            #expect(sends <= 1)
            #expect(elapsed < .seconds(2), "it ends")
        }
    }
}
