// swift-tools-version: 6.2

import PackageDescription

// Somebody else's package, with a client of a Modbus device and tests of it against a simulated one.
let package = Package(
    name: "example-package",
    dependencies: [
        .package(name: "trimtab", path: "../..")
    ],
    targets: [
        .target(name: "Pressure"),
        .testTarget(
            name: "PressureTests",
            dependencies: ["Pressure", .product(name: "FleetTestKit", package: "trimtab")]),
    ]
)
