import ModbusWire
import Plants
import Profiles
import Tags
import Testing

@testable import Fleet

/// The published steady states, read through Modbus from the shipped profiles.
struct PublishedStateTests {
    /// A profile, and what its plant's signals are in steady state as printed.
    struct Published: Sendable, CustomTestStringConvertible {
        let profile: String
        let values: [(signal: String, printed: String)]

        var testDescription: String { profile }
    }

    static let all = [
        Published(
            profile: "evaporator",
            values: [
                ("X2.analyser", "25.00"), ("P2", "50.50"), ("L2", "1"), ("T2", "84.6"),
                ("T3", "80.6"), ("T100", "119.9"), ("F100", "9.3"), ("F1", "10"), ("F2", "2"),
                ("F3", "50"), ("P100", "194.7"), ("T1", "40"), ("T200", "25"),
            ]),
        Published(
            profile: "van-de-vusse",
            values: [
                ("cB.analyser", "1.0903"), ("T", "114.19"), ("TK", "112.91"), ("F", "14.19"),
                ("Q", "-1113.5"), ("T0", "104.9"), ("cA0.laboratory", "5.10"),
            ]),
        Published(
            profile: "quadruple-tank",
            values: [
                ("h1", "12.26297"), ("h2", "12.78316"), ("h3", "1.63394"), ("h4", "1.40904"),
                ("r.analyser", "54.955"), ("flow", "20.04"), ("v1", "3.00"), ("v2", "3.00"),
            ]),
        Published(
            profile: "exothermic-reactor",
            values: [
                ("CA.analyser", "0.50002"), ("T", "350"), ("Tc", "300.00"), ("q", "100"),
                ("Ti", "350"), ("CAi.laboratory", "1"),
            ]),
        Published(
            profile: "wood-berry",
            values: [
                ("xD.analyser", "96.25"), ("xB.analyser", "0.50"), ("R", "1.95"), ("S", "1.71"),
                ("F", "2.45"),
            ]),
        Published(
            profile: "column-a",
            values: [
                ("xD.analyser", "0.99"), ("xB.analyser", "0.01"), ("T1", "82.1150"),
                ("T8", "81.2030"), ("T15", "78.2188"), ("T21", "75.5172"), ("T27", "72.7123"),
                ("T34", "69.8475"), ("T41", "68.8850"), ("L", "2.70629"), ("V", "3.20629"),
                ("D", "0.5"), ("B", "0.5"),
            ]),
    ]

    @Test(arguments: all)
    func theSteadyStateReadsAsPublished(_ published: Published) async throws {
        try await check(published, afterMinutes: 0)
    }

    @Test(arguments: all)
    func withoutChanceItStaysThere(_ published: Published) async throws {
        try await check(published, afterMinutes: 60)
    }

    private func check(_ published: Published, afterMinutes minutes: Double) async throws {
        let file = ProfileFolder.path + "/\(published.profile).yaml"
        let profile = try #require(ProfileReader.read(file).profile)
        var section = try #require(profile.plant)
        // The shipped van de Vusse profile starts elsewhere, so no parameter of a profile is kept.
        section.parameters = ["disturbances": 0]
        if section.declaration == nil {
            let description = try #require(PlantCatalogue.description(of: section.model))
            for instrument in description.instruments {
                section.instruments[instrument.signal] = [
                    "noise": 0, "drift": 0, "bits": 0,
                ]
            }
            for analyser in description.analysers {
                section.instruments[analyser.signal, default: [:]]["noise"] = 0
            }
        }
        let plant = try section.makePlant(seed: 1)
        let signals = plant.description.signals
        // A plant that a profile declares keeps its noise: five standard deviations.
        let noises = Dictionary(
            uniqueKeysWithValues: plant.description.instruments.map {
                ($0.signal, section.declaration == nil ? 0 : $0.defaults.noise ?? 0)
            }
                + plant.description.analysers.map {
                    ($0.signal, section.declaration == nil ? 0 : $0.defaults.noise)
                })
        try await withFleet(profile.devices, plant: plant, bindings: section.bindings) {
            fleet, bound in
            await fleet.advance(to: PlantTime(seconds: minutes * 60))
            for (name, printed) in published.values {
                let signal = try #require(signals.first { $0.name == name }, "\(name)")
                let binding = try #require(section.bindings.first { $0.signal == name }, "\(name)")
                let tag = try #require(profile.tag(binding.tag))
                let number = try read(tag, of: bound)
                let value = PublishedValue(.printed, name, signal.unit, printed, source: "") { 0 }
                let width = signal.range.upperBound - signal.range.lowerBound
                let tolerance =
                    min(value.tolerance, 0.005 * width) + resolution(of: tag.mapping, width)
                    + (minutes > 0 ? 5 * (noises[name] ?? 0) : 0)
                #expect(
                    abs(number - value.value) <= tolerance,
                    "\(name) reads \(number), published \(printed) ± \(tolerance)")
            }
        }
    }

    /// What one count of the instrument's converter and one of the register can hide.
    private func resolution(of mapping: RegisterMapping, _ width: Double) -> Double {
        let register =
            switch mapping.type {
            case .float32: width * 1e-7
            default: abs(mapping.scale)
            }
        return width / 65535 + register
    }

    /// The tag's value, asked of its device over TCP.
    private func read(_ tag: TagProfile, of bound: [BoundDevice]) throws -> Double {
        let owner = tag.name.text.prefix { $0 != "." }
        let device = try #require(bound.first { $0.name == owner })
        let client = try Client(device)
        let range = try #require(tag.mapping.range)
        let answer = try #require(
            try client.ask(.read(tag.mapping.table, range), unit: device.unit))
        let bytes = Array(answer.dropFirst(2))
        try #require(bytes.count == 2 * tag.mapping.count)
        let words = stride(from: 0, to: bytes.count, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        guard case .value(let value) = tag.mapping.decode(words) else { return .nan }
        return try #require(value.number)
    }
}

/// Where the shipped profiles are.
private enum ProfileFolder {
    static let path: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/profiles"
    }()
}
