import Fleet
import Profiles
import Tags

/// A Swift type that a tag's value can be read as and set from: `Double`, `Int`, `Bool`, `String`.
public protocol FleetTagValue: Sendable {
    /// What a test calls such a value: `a number`.
    static var tagValueName: String { get }
    /// The value from a number, a flag (1 or 0) or a text; nil if it is none of this type.
    init?(tagNumber: Double?, text: String?)
    /// The value as a number; nil for a text.
    var tagNumber: Double? { get }
    /// The value as a text; nil for a number.
    var tagText: String? { get }
}

extension FleetTagValue {
    /// No text.
    public var tagText: String? { nil }
}

extension Double: FleetTagValue {
    /// How messages call it.
    public static var tagValueName: String { "a number" }
    /// Takes the number.
    public init?(tagNumber: Double?, text: String?) {
        guard let tagNumber else { return nil }
        self = tagNumber
    }
    /// Itself.
    public var tagNumber: Double? { self }
}

extension Int: FleetTagValue {
    /// How messages call it.
    public static var tagValueName: String { "a whole number" }
    /// Takes a number without a fraction.
    public init?(tagNumber: Double?, text: String?) {
        guard let tagNumber, let whole = Int(exactly: tagNumber) else { return nil }
        self = whole
    }
    /// As a number.
    public var tagNumber: Double? { Double(self) }
}

extension Bool: FleetTagValue {
    /// How messages call it.
    public static var tagValueName: String { "true or false" }
    /// Takes 1 or 0.
    public init?(tagNumber: Double?, text: String?) {
        switch tagNumber {
        case 0: self = false
        case 1: self = true
        default: return nil
        }
    }
    /// 1 or 0.
    public var tagNumber: Double? { self ? 1 : 0 }
}

extension String: FleetTagValue {
    /// How messages call it.
    public static var tagValueName: String { "a text" }
    /// Takes the text.
    public init?(tagNumber: Double?, text: String?) {
        guard let text else { return nil }
        self = text
    }
    /// None.
    public var tagNumber: Double? { nil }
    /// Itself.
    public var tagText: String? { self }
}

extension TestFleet {
    /// What a device's registers stand for, in the tag's engineering unit, whatever a fault does to
    /// its answers.
    ///
    /// ```swift
    /// let pressure = try await fleet[tag: "steam.P100", as: Double.self]   // kPa
    /// ```
    ///
    /// It throws ``FleetTestError`` if there is no such tag, or its value is of another type.
    public subscript<Value: FleetTagValue>(
        tag name: String, as type: Value.Type = Double.self, fileID fileID: String = #fileID,
        line line: Int = #line
    ) -> Value {
        get async throws {
            try await at(fileID, line) {
                let place = TestPlace(fileID: fileID, line: line)
                let reading = try await fleet.readTag(try tagName(name, at: place))
                var text: String?
                if case .text(let found) = reading.value { text = found }
                guard let value = Value(tagNumber: reading.number, text: text) else {
                    let found = reading.value.map { "\($0)" } ?? "no value"
                    throw FleetTestError(
                        "'\(name)' is \(found), not \(Value.tagValueName).", at: place)
                }
                return value
            }
        }
    }

    /// Sets a tag once, as from the device's own panel. A measurement that the plant drives shows
    /// the plant's value again after the next step; see ``force(_:to:fileID:line:)``.
    ///
    /// - Throws: ``FleetTestError`` with the range that is allowed.
    public func set(
        _ tag: String, to value: some FleetTagValue, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) {
            let name = try tagName(tag, at: TestPlace(fileID: fileID, line: line))
            try await fleet.setTag(name, to: tagValue(value, of: name))
        }
    }

    /// Holds a tag at a value, whatever the plant says and clients write, until it is released.
    ///
    /// - Throws: ``FleetTestError`` with the range that is allowed.
    public func force(
        _ tag: String, to value: some FleetTagValue, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) {
            let name = try tagName(tag, at: TestPlace(fileID: fileID, line: line))
            try await fleet.forceTag(name, to: tagValue(value, of: name))
        }
    }

    /// Lets a forced tag follow the plant and its clients again.
    public func release(
        _ tag: String, fileID: String = #fileID, line: Int = #line
    ) async throws {
        try await at(fileID, line) {
            try await fleet.releaseTag(
                try tagName(tag, at: TestPlace(fileID: fileID, line: line)))
        }
    }

    /// A variable of the process free of instrument errors.
    ///
    /// - Throws: ``FleetTestError`` if the plant has none of that name.
    public func truth(
        _ name: String, fileID: String = #fileID, line: Int = #line
    ) async throws -> Double {
        guard let value = await fleet.truth(name) else {
            throw FleetTestError(
                "the plant has no variable '\(name)'.",
                at: TestPlace(fileID: fileID, line: line))
        }
        return value
    }

    private func tagName(_ text: String, at place: TestPlace) throws -> TagName {
        guard let name = TagName(text) else {
            throw FleetTestError("'\(text)' is no name of a tag.", at: place)
        }
        return name
    }

    private func tagValue(_ value: some FleetTagValue, of tag: TagName) -> TagValue {
        if let text = value.tagText { return .text(text) }
        let number = value.tagNumber ?? .nan
        switch profile.tag(tag)?.mapping.type {
        case .bool, .bit: return .flag(number != 0)
        default: return .number(number)
        }
    }
}
