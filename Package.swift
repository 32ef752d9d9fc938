// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "trimtab",
    products: [
        .executable(name: "trimtab", targets: ["trimtab"]),
        .library(name: "FleetTestKit", targets: ["FleetTestKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Row 0: the words everything else is made of.
        .target(name: "Tags"),
        .target(name: "ModbusWire"),
        .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
        .target(name: "CLinux"),
        .target(name: "CAllocations"),

        // Row 1
        .target(
            name: "Profiles",
            dependencies: ["Tags", "ModbusWire", .product(name: "Yams", package: "Yams")]),
        .target(name: "Plants", dependencies: ["Tags"]),
        .target(name: "Traffic", dependencies: ["Tags", "ModbusWire"]),
        .target(name: "Features", dependencies: ["Tags"]),
        .target(name: "Reactor", dependencies: ["CLinux"]),

        // Row 2
        .target(
            name: "Fleet",
            dependencies: [
                "Tags", "ModbusWire", "Profiles", "Plants", "Traffic", "Reactor",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "Gateway",
            dependencies: [
                "Tags", "ModbusWire", "CModbus", "Profiles", "Traffic", "Reactor",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(name: "Learning", dependencies: ["Tags", "Features"]),

        // Row 3
        .target(name: "Control", dependencies: ["Tags", "Features", "Learning"]),
        .target(
            name: "FleetTestKit",
            dependencies: [
                "Tags", "ModbusWire", "Profiles", "Fleet",
                .product(name: "Logging", package: "swift-log"),
            ]),

        // Row 4
        .target(
            name: "Historian",
            dependencies: ["Tags", "Features", "Gateway", "Learning", "Control"]),

        // Row 5
        .target(
            name: "Web",
            dependencies: [
                "Tags", "ModbusWire", "Profiles", "Fleet",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),

        // Row 6
        .target(
            name: "Assembly",
            dependencies: [
                "Tags", "ModbusWire", "Profiles", "Features", "Traffic", "Reactor", "Fleet",
                "Gateway",
                "Learning", "Control", "Historian", "Web",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // Row 7
        .executableTarget(
            name: "trimtab",
            dependencies: [
                "Tags", "ModbusWire", "Profiles", "Plants", "Traffic", "Fleet", "Gateway",
                "Learning",
                "Control",
                "Historian", "Web", "Assembly",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "trimtab-bench",
            dependencies: [
                "CAllocations", "CModbus", "Tags", "ModbusWire", "Profiles", "Plants", "Reactor",
                "Fleet", "Gateway", "Learning",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ]
)

let testedTargets = [
    "Tags", "ModbusWire", "Profiles", "Plants", "Traffic", "Features", "Reactor", "Fleet",
    "Gateway",
    "Learning", "Control", "Historian", "Web", "Assembly",
    "FleetTestKit",
]
for name in testedTargets {
    guard let target = package.targets.first(where: { $0.name == name }) else { continue }
    package.targets.append(
        .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + target.dependencies)
    )
}
package.targets.append(
    .testTarget(
        name: "CommandTests",
        dependencies: [
            "trimtab", "Tags", "Profiles", "Fleet", "Learning", "Control", "Assembly",
        ],
        resources: [.copy("Expected")]))
package.targets.append(
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "Tags", "ModbusWire", "Profiles", "Plants", "Fleet", "Gateway", "Control",
            "Historian", "Assembly",
        ]))

let cTargets: Set = ["CModbus", "CLinux", "CAllocations"]
for target in package.targets where !cTargets.contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
