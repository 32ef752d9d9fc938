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
            "Error: The value '24' is invalid for '--duration <time>': write a number and ms, s, "
                + "min or h, for example 90s or 24h."
        ),
        (
            ["poll", "profiles/evaporator.yaml", "--connect", "127.0.0.1"],
            "Error: The value '127.0.0.1' is invalid for '--connect <host:port>': write a host and "
                + "a port 1…65535, such as 127.0.0.1:15020."
        ),
        (
            [
                "run", "profiles/evaporator.yaml", "--connect", "127.0.0.1:1", "--speed", "max",
                "--duration", "1h",
            ],
            "Error: --speed max steps devices of this process; it does not go with --connect."
        ),
        (
            ["poll", "profiles/osprey.yaml", "--connect", "127.0.0.1:15020"],
            "Error: --connect says where the profile's simulated devices are, and "
                + "profiles/osprey.yaml has none."
        ),
        (
            ["simulate", "profiles/evaporator.yaml", "--first-port", "65534"],
            "Error: 4 listeners from port 65534 on need ports up to 65537; the last is 65535."
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
