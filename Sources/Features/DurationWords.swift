import Tags

extension Duration {
    /// The duration in its largest whole unit: `2 h`, `5 min`, `90 s`, `250 ms`; else in seconds.
    var inWords: String {
        let nanoseconds = nanoseconds
        let units: [(Int64, String)] = [
            (3_600_000_000_000, "h"), (60_000_000_000, "min"), (1_000_000_000, "s"),
            (1_000_000, "ms"),
        ]
        for (size, name) in units where nanoseconds != 0 && nanoseconds % size == 0 {
            return "\(nanoseconds / size) \(name)"
        }
        return "\(inSeconds) s"
    }
}
