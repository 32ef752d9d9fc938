import Gateway
import Logging

/// The gateway's lane flat out: on each connection the next read leaves when the answer is in.
struct BlockRound {
    var connections: Int
    var port: Int
    var seconds: Double

    func run() async throws -> LoadResult {
        let poller = try BlockPoller(
            endpoints: (0..<connections).map { (DeviceAddress.host($0), port) },
            registers: CodecBench.registerCount, logger: Logger(label: "trimtab.bench"))
        let warmUp = BenchPlan.warmUp(for: seconds)
        async let running = poller.run(warmUp: .seconds(warmUp), duration: .seconds(seconds))
        // What a poll uses is seen in the middle of the counted time: all is steady there.
        let margin = seconds / 10
        try await Task.sleep(for: .seconds(warmUp + margin))
        let before = Usage()
        try await Task.sleep(for: .seconds(seconds - 2 * margin))
        let after = Usage()
        let counted = await running
        guard counted.polls > 0 else {
            throw BenchError.failed("The gateway polled nothing on \(connections) connections.")
        }
        var result = LoadResult(
            rate: Double(counted.polls) / (counted.elapsed / .seconds(1)), errors: counted.errors)
        result.median = Double(counted.latency.percentile(0.5)) / 1e3
        result.percentile99 = Double(counted.latency.percentile(0.99)) / 1e3
        result.percentile999 = Double(counted.latency.percentile(0.999)) / 1e3
        after.charge(to: &result, since: before)
        return result
    }
}

/// Where the devices of a measurement are: each has an address of its own on the loopback.
enum DeviceAddress {
    /// Of the device counted from 0, up to 65,534: 127.1.0.1 and on.
    static func host(_ index: Int) -> String {
        "127.1.\((index + 1) / 256).\((index + 1) % 256)"
    }
}
