/// Why a step of a test could not be done, or what did not come as expected.
///
/// Both test libraries show its ``description``, which ends with the line of the test it came from.
public struct FleetTestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    public let message: String
    /// The file of the test, as `Module/File.swift`.
    public let fileID: String
    /// The line of the test.
    public let line: Int

    init(_ message: String, at place: TestPlace) {
        self.message = message
        fileID = place.fileID
        line = place.line
    }

    /// The message and the place.
    public var description: String { "\(message) [\(fileID):\(line)]" }
}

/// A line of a test.
struct TestPlace: Hashable, Sendable {
    let fileID: String
    let line: Int
}
