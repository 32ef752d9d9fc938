import Tags

extension DeclarationReading {
    /// Reads a `replay` and the column it names.
    func readReplay(_ item: inout Section) -> PlantDeclaration.FreeTerm? {
        let file = item.text("file")
        let filePlace = item.place(of: "file")
        let column = item.text("column")
        let timeColumn = item.text("time")
        let interval = item.duration("every", in: .milliseconds(1)...DurationText.longest)
        let unit: TimeUnit = item.choice("timeUnit") ?? .s
        let interpolation: Interpolation = item.choice("interpolation") ?? .hold
        let end: SeriesEnd = item.choice("end") ?? .hold
        let values: ValueKind = item.choice("values") ?? .absolute
        let separator: Separator = item.choice("separator") ?? .comma
        item.require("file", "column")
        if item.has("time") == item.has("every") {
            findings.error(
                "\(item.subject) must have 'time', the column with the time of each row, or "
                    + "'every', the time between rows, and not both.", at: item.place)
            return nil
        }
        guard let file, let column else { return nil }
        guard let (path, bytes) = profile.bytes(of: file, blaming: filePlace) else { return nil }
        let table = ColumnFile(
            bytes, path: path, separator: separator.byte, findings: findings)
        let request = ColumnFile.Request(
            values: column, times: timeColumn, unit: unit.duration.inSeconds,
            interval: interval?.inSeconds)
        let places = ColumnFile.Places(
            values: item.place(of: "column"), times: item.place(of: "time"), file: filePlace)
        guard let series = table.series(request, blaming: places) else { return nil }
        return .replay(
            PlantDeclaration.ReplaySeries(
                file: file, times: series.times, values: series.values,
                isLinear: interpolation == .linear, loops: end == .loop,
                isAbsolute: values == .absolute))
    }

    private enum Interpolation: String, CaseIterable {
        case hold
        case linear
    }

    private enum SeriesEnd: String, CaseIterable {
        case hold
        case loop
    }

    private enum ValueKind: String, CaseIterable {
        case absolute
        case deviation
    }

    private enum Separator: String, CaseIterable {
        case comma
        case semicolon
        case tab

        var byte: UInt8 {
            switch self {
            case .comma: 0x2C
            case .semicolon: 0x3B
            case .tab: 0x09
            }
        }
    }
}
