import Testing

struct UsageTests {
    /// Arguments, and what standard error must begin with.
    static let wrongUses: [([String], String)] = [
        (["run"], "Error: Missing expected argument '<profile>'"),
        (["fly"], "Error: Unexpected argument 'fly'"),
        (
            ["run", "profiles/evaporator.yaml", "--speed", "fast"],
            "Error: The value 'fast' is invalid for '--speed <real|factor|max>'"
        ),
        (
            ["run", "profiles/evaporator.yaml", "--mode", "auto"],
            "Error: The value 'auto' is invalid for '--mode <mode>'"
        ),
        (
            ["run", "profiles/evaporator.yaml", "--duration", "24"],
            "Error: The value '24' is invalid for '--duration <time>'"
        ),
        (
            ["run", "profiles/evaporator.yaml", "--speed", "max"],
            "Error: --speed max needs --duration, for example --duration 24h."
        ),
        (
            ["run", "profiles/evaporator.yaml", "--compare"],
            "Error: --compare needs --duration, for example --duration 24h."
        ),
        (
            ["simulate", "profiles/evaporator.yaml", "--speed", "max"],
            "Error: --speed is max; without a gateway nothing says when to step."
        ),
        (
            ["simulate", "profiles/evaporator.yaml", "--first-port", "70000"],
            "Error: --first-port is 70000; ports are 1…65535."
        ),
        (
            ["poll", "profiles/evaporator.yaml", "--every", "1 ms"],
            "Error: --every is too short; the shortest is 10 ms."
        ),
        (
            ["poll", "profiles/evaporator.yaml", "--count", "3"],
            "Error: --count 3 needs --every, the time between rounds."
        ),
    ]

    @Test(arguments: wrongUses)
    func wrongUseExitsWith64AndSaysWhy(arguments: [String], message: String) throws {
        let result = try TrimtabBinary.run(list: arguments)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
