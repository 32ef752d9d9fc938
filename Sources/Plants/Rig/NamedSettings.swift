import Tags

/// Settings that a profile gives by name; a member left nil keeps the model's default.
package protocol NamedSettings: Hashable, Sendable {
    /// Settings that change nothing.
    init()

    /// Every setting, in the order people should meet them.
    static var members: [NamedSetting<Self>] { get }

    /// What carries the settings, in messages: `an instrument`.
    static var subject: String { get }
}

/// One of the ``NamedSettings``: what it is and where it is kept.
package struct NamedSetting<Owner: NamedSettings>: Sendable {
    /// Its name, default, unit and bounds.
    package let parameter: PlantParameter
    /// The member that holds it.
    package let path: any WritableKeyPath<Owner, Double?> & Sendable

    init(
        _ path: any WritableKeyPath<Owner, Double?> & Sendable, _ parameter: PlantParameter
    ) {
        self.path = path
        self.parameter = parameter
    }
}

extension NamedSettings {
    /// Every setting by its name in a profile; the default is what it does if nobody sets it.
    package static var parameters: [PlantParameter] { members.map(\.parameter) }

    /// The setting of that name; nil if it is not set or there is none.
    package subscript(name: String) -> Double? {
        get {
            Self.members.first { $0.parameter.name == name }.flatMap { self[keyPath: $0.path] }
        }
        set {
            guard let member = Self.members.first(where: { $0.parameter.name == name }) else {
                return
            }
            self[keyPath: member.path] = newValue
        }
    }

    /// Takes settings by name, as a profile holds them.
    ///
    /// - Throws: ``PlantError/unknownSetting(_:of:known:)`` for a name that is no setting.
    package init(_ values: [String: Double]) throws(PlantError) {
        self.init()
        let known = Self.parameters.map(\.name)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard known.contains(name) else {
                throw .unknownSetting(name, of: Self.subject, known: known)
            }
            self[name] = value
        }
    }

    /// These settings, with gaps filled from others.
    package func completed(from defaults: Self) -> Self {
        var settings = self
        for member in Self.members where settings[keyPath: member.path] == nil {
            settings[keyPath: member.path] = defaults[keyPath: member.path]
        }
        return settings
    }

    /// The setting, or what it is if nobody sets it.
    func value(_ path: any WritableKeyPath<Self, Double?> & Sendable) -> Double {
        if let value = self[keyPath: path] { return value }
        return Self.members.first { $0.path == path }?.parameter.defaultValue ?? 0
    }
}

extension PlantParameter {
    init(
        _ name: String, _ defaultValue: Double, _ unit: EngineeringUnit,
        _ bounds: ClosedRange<Double>, _ summary: String
    ) {
        self.init(
            name: name, defaultValue: defaultValue, unit: unit, bounds: bounds, summary: summary)
    }
}
