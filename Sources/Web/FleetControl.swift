import Fleet
import ModbusWire
import Profiles
import Tags

/// What the operations work on. Holds no state of its own but the snapshots taken.
struct FleetControl: Sendable {
    let fleet: SimulatedFleet
    let profile: Profile
    let advance: @Sendable (PlantTime) async throws -> Void
    let snapshots = SnapshotStore()

    /// Does something with the fleet; its refusal becomes a problem, whose field is what `field`
    /// makes of a tag's name.
    func attempt<Value>(
        field: (String) -> String = { _ in "" },
        _ body: () async throws(FleetError) -> Value
    ) async throws(Problem) -> Value {
        do throws(FleetError) {
            return try await body()
        } catch {
            throw Problem(error, field: field)
        }
    }

    /// The tag a path names; a problem if there is none.
    func tag(_ text: String) async throws(Problem) -> TagReading {
        guard let name = TagName(text) else {
            throw .notFound("'\(text.prefix(120))' is no name of a tag.")
        }
        do throws(FleetError) {
            return try await fleet.readTag(name)
        } catch {
            if case .tags = error { throw .notFound("\(error)") }
            throw Problem(error)
        }
    }
}

/// Values as bodies and answers have them.
package enum Wire {
    /// A value in engineering units; the schema has let nothing else through.
    static func value(_ json: JSON?) -> TagValue {
        switch json {
        case .flag(let flag)?: .flag(flag)
        case .integer(let whole)?: .integer(whole)
        case .unsigned(let whole)?: .unsigned(whole)
        case .number(let number)?: .number(number)
        case .text(let text)?: .text(text)
        default: .number(.nan)
        }
    }

    static func json(_ value: TagValue?) -> JSON {
        switch value {
        case nil: .null
        case .flag(let flag)?: .flag(flag)
        case .integer(let whole)?: .integer(whole)
        case .unsigned(let whole)?: .unsigned(whole)
        case .number(let number)?: JSON(number)
        case .text(let text)?: .text(text)
        }
    }

    static func json(_ time: PlantTime) -> JSON { .number(time.seconds) }

    static func json(_ tag: TagReading) -> JSON {
        let limits = tag.limits.map { JSON.list([.number($0.lowerBound), .number($0.upperBound)]) }
        return [
            "name": .text(tag.name.text), "device": .text(tag.device), "value": json(tag.value),
            "unit": .text(tag.unit.symbol),
            "status": .text(tag.status.reason.map { "\($0)" } ?? "good"),
            "forced": .flag(tag.isForced), "writable": .flag(tag.isWritable),
            "type": .text("\(tag.mapping.type)"), "table": .text(tag.mapping.table.rawValue),
            "address": JSON(tag.mapping.address), "quantity": JSON(tag.mapping.count),
            "limits": limits ?? .null,
        ]
    }

    /// A time or duration: seconds as a number, or text with a unit.
    static func duration(_ json: JSON, field: String) throws(Problem) -> Duration {
        if let seconds = json.double { return .nanoseconds(Int64((seconds * 1e9).rounded())) }
        if let duration = json.string.flatMap(DurationText.parse) { return duration }
        throw .invalid([
            FieldError(
                field: field,
                detail: "is '\((json.string ?? "").prefix(40))'; write seconds, or a number and ms,"
                    + " s, min or h, such as \"10 s\".")
        ])
    }

    static func time(_ json: JSON, field: String) throws(Problem) -> PlantTime {
        .start + (try duration(json, field: field))
    }
}
