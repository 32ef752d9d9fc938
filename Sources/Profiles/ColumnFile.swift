import Tags

/// A text file of columns, of which one is read; faults are told by file, line and column.
///
/// The first row may hold names. Empty lines and lines that begin with `#` count as none. With
/// semicolons, decimal commas are understood too.
struct ColumnFile {
    let path: String
    private let bytes: [UInt8]
    private let separator: UInt8
    private let findings: Findings

    /// Largest file that is read: 64 MiB.
    static let maximumSize = 1 << 26
    /// So many faults are told of one file; a wrong separator would tell each line.
    private static let mostFaults = 10

    /// What is wanted: columns by name, or by number from 1.
    struct Request {
        let values: String
        let times: String?
        /// Seconds that one unit of the time column stands for.
        let unit: Double
        /// Seconds between rows where no column tells.
        let interval: Double?
    }

    /// Where the profile names them.
    struct Places {
        let values: SourcePlace
        let times: SourcePlace
        let file: SourcePlace
    }

    struct Series {
        var times: [Double] = []
        var values: [Double] = []
    }

    private struct Field {
        let text: String
        let column: Int
    }

    init(_ bytes: [UInt8], path: String, separator: UInt8, findings: Findings) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        self.path = path
        self.separator = separator
        self.findings = findings
    }

    /// The wanted series, times from 0 on and rising; nil, and told, if it cannot be had.
    func series(_ request: Request, blaming places: Places) -> Series? {
        var series = Series()
        var columns: (values: Int, times: Int?)?
        var faults = 0
        var line = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            defer { start = end + 1 }
            line += 1
            let fields = split(start..<end)
            guard let first = fields.first, !first.text.hasPrefix("#"),
                fields.count > 1 || !first.text.isEmpty
            else { continue }
            guard let known = columns else {
                guard let found = find(request, in: fields, places) else { return nil }
                columns = found
                if number(fields, found.values) != nil {
                    faults += take(fields, found, request, line, into: &series) ? 0 : 1
                }
                continue
            }
            faults += take(fields, known, request, line, into: &series) ? 0 : 1
            if faults == Self.mostFaults { return nil }
        }
        guard faults == 0 else { return nil }
        guard !series.values.isEmpty else {
            findings.error("'\(path)' has no rows of numbers.", at: places.file)
            return nil
        }
        let origin = series.times[0]
        series.times = series.times.map { $0 - origin }
        return series
    }

    /// Finds the columns by the first row.
    private func find(
        _ request: Request, in fields: [Field], _ places: Places
    ) -> (values: Int, times: Int?)? {
        let values = index(of: request.values, in: fields, at: places.values)
        guard let wanted = request.times else { return values.map { ($0, nil) } }
        let times = index(of: wanted, in: fields, at: places.times)
        guard let values, let times else { return nil }
        return (values, times)
    }

    private func index(of column: String, in fields: [Field], at place: SourcePlace) -> Int? {
        if let index = fields.firstIndex(where: { $0.text == column }) { return index }
        if let number = Int(column), (1...fields.count).contains(number) { return number - 1 }
        let names = fields.map(\.text)
        let isHeader = names.contains { NumberText.real($0) == nil }
        let suggestion = isHeader ? findings.suggestion(for: column, among: names) : ""
        findings.error(
            "'\(path)' has no column '\(column)'.\(suggestion) It has "
                + (isHeader
                    ? names.prefix(20).joined(separator: ", ")
                    : "no names; columns are numbered 1…\(fields.count)") + ".", at: place)
        return nil
    }

    /// Takes one row; false, and told, if it is wrong.
    private func take(
        _ fields: [Field], _ columns: (values: Int, times: Int?), _ request: Request, _ line: Int,
        into series: inout Series
    ) -> Bool {
        guard let value = read(fields, columns.values, request.values, line) else { return false }
        var time = Double(series.values.count) * (request.interval ?? 1)
        if let column = columns.times {
            guard let told = read(fields, column, request.times ?? "", line) else { return false }
            time = told * request.unit
            if let last = series.times.last, time <= last {
                findings.error(
                    "time \(fields[column].text) is not after the row before; times must rise.",
                    at: SourcePlace(file: path, line: line, column: fields[column].column))
                return false
            }
        }
        series.times.append(time)
        series.values.append(value)
        return true
    }

    private func read(_ fields: [Field], _ index: Int, _ name: String, _ line: Int) -> Double? {
        guard index < fields.count else {
            findings.error(
                "the row ends before column '\(name)': it has \(fields.count) of at least "
                    + "\(index + 1) columns.",
                at: SourcePlace(file: path, line: line, column: fields.last?.column ?? 1))
            return nil
        }
        if let value = number(fields, index) { return value }
        let text = fields[index].text
        findings.error(
            text.isEmpty
                ? "column '\(name)' is empty."
                : "'\(text.prefix(40))' in column '\(name)' is no number.",
            at: SourcePlace(file: path, line: line, column: fields[index].column))
        return nil
    }

    private func number(_ fields: [Field], _ index: Int) -> Double? {
        guard index < fields.count else { return nil }
        let text = fields[index].text
        if separator != 0x2C && text.contains(",") && !text.contains(".") {
            return NumberText.real(text.replacing(",", with: "."))
        }
        return NumberText.real(text)
    }

    private func split(_ range: Range<Int>) -> [Field] {
        var fields: [Field] = []
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound {
            guard index == range.upperBound || bytes[index] == separator else { continue }
            var (low, high) = (start, index)
            while low < high, Self.isBlank(bytes[low]) { low += 1 }
            while high > low, Self.isBlank(bytes[high - 1]) { high -= 1 }
            if high - low >= 2, bytes[low] == 0x22, bytes[high - 1] == 0x22 {
                low += 1
                high -= 1
            }
            fields.append(
                Field(
                    text: String(decoding: bytes[low..<high], as: UTF8.self),
                    column: low - range.lowerBound + 1))
            start = index + 1
        }
        return fields
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D }
}
