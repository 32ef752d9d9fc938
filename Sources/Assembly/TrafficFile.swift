import Foundation
package import Traffic

/// Opens records of traffic, and captures by way of tshark.
package enum TrafficFile {
    /// A record, and what was left out of it.
    package struct Contents: Sendable {
        /// The record.
        package var record: TrafficText.Record
        /// Whether it was read from a capture.
        package var isCapture: Bool
        /// Streams of a capture that could not be followed, in words.
        package var faults: [String]
    }

    /// First bytes of pcap (both byte orders, micro- and nanoseconds) and of pcapng.
    private static let captureMarks: [[UInt8]] = [
        [0xA1, 0xB2, 0xC3, 0xD4], [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
        [0x4D, 0x3C, 0xB2, 0xA1], [0x0A, 0x0D, 0x0D, 0x0A],
    ]

    /// Reads a record or a capture.
    ///
    /// - Parameters:
    ///   - path: The file; its first bytes tell which it is.
    ///   - port: For a capture, the servers' port; nil to find out.
    /// - Returns: What it holds.
    /// - Throws: Why it cannot be read, with file and line.
    package static func read(_ path: String, port: Int? = nil) throws(TrafficText.Failure)
        -> Contents
    {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw TrafficText.Failure(
                "\(path): cannot be read: \((error as NSError).localizedDescription)")
        }
        guard captureMarks.contains(Array(data.prefix(4))) else {
            return Contents(
                record: try TrafficText.read(data, named: path), isCapture: false, faults: [])
        }
        let captured = try CapturedTraffic(tshark: try dissect(path, port: port), port: port)
        return Contents(
            record: TrafficText.Record(
                header: TrafficHeader(clock: .machine), exchanges: captured.exchanges),
            isCapture: true, faults: captured.faults)
    }

    private static func dissect(_ path: String, port: Int?) throws(TrafficText.Failure) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let filter = port.map { "tcp.port == \($0)" } ?? "tcp"
        process.arguments =
            ["tshark", "-r", path, "-Y", filter, "-T", "fields"]
            + CapturedTraffic.fields.flatMap { ["-e", $0] }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
        } catch {
            throw TrafficText.Failure("\(path): tshark cannot be started: \(error).")
        }
        // tshark says little on its standard error, so that pipe never fills up.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if process.terminationStatus == 127 {
            throw TrafficText.Failure(
                "\(path): this is a capture, and reading one needs tshark. Install it, on Debian "
                    + "with 'apt-get install tshark'.")
        }
        guard process.terminationStatus == 0 else {
            let reason =
                String(decoding: words, as: UTF8.self)
                .split(separator: "\n").last.map(String.init) ?? "no reason given"
            throw TrafficText.Failure("\(path): tshark cannot read it: \(reason)")
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes a record beside its name and then renames it, so that no half of it ever stands
    /// there.
    ///
    /// - Throws: What the disk refused.
    package static func write(_ record: TrafficText.Record, to path: String)
        throws(TrafficText.Failure)
    {
        let recorder = try TrafficRecorder(path: path, header: record.header)
        for exchange in record.exchanges { recorder.put(exchange) }
        try recorder.finish()
    }
}
