import Foundation
import Plants
import Tags

/// All that a fleet's answers depend on beside its profile: the plant, registers, forced tags,
/// faults, random generators, counters and the journal's place.
///
/// Restored into a fleet of the same profile and seed, the same requests get the same bytes.
package struct FleetSnapshot: Sendable, Codable {
    /// The layout written now.
    package static let currentVersion = 1

    /// Fingerprint of the profile it was taken from.
    package let profile: String
    /// The seed of that run.
    package let seed: UInt64
    /// The time told, in nanoseconds of plant time.
    package let nanoseconds: Int64
    /// Plant steps made.
    let steps: Int
    let plant: PlantSnapshot?
    let heldDisturbances: [String: Double]
    let devices: [DeviceMemory]
    let totals: [Int]
    let journal: JournalMemory
    let faults: FaultMemory
}

extension FleetSnapshot {
    /// What stands around the state in a file.
    private struct File: Codable {
        private(set) var format = FleetSnapshot.format
        private(set) var version = FleetSnapshot.currentVersion
        /// Of the bytes of ``state``.
        let checksum: String
        /// The snapshot as JSON, held as text so that its bytes stay as they were written.
        let state: String
    }

    private struct Heading: Codable {
        let format: String
        let version: Int
    }

    private static let format = "trimtab-snapshot"

    /// The snapshot as a file: JSON with format, version and a checksum.
    ///
    /// - Throws: ``FleetError/snapshot(_:)`` if a fault holds what JSON cannot say; none does.
    package func encoded() throws(FleetError) -> [UInt8] {
        do {
            let state = String(decoding: try Self.encoder.encode(self), as: UTF8.self)
            let file = File(checksum: Self.checksum(of: state), state: state)
            return [UInt8](try Self.encoder.encode(file))
        } catch {
            throw .snapshot("it cannot be written: \(error)")
        }
    }

    /// Takes a snapshot from a file.
    ///
    /// - Throws: ``FleetError/snapshot(_:)`` if it is none, of another version, or damaged.
    package init(decoding bytes: [UInt8]) throws(FleetError) {
        let data = Data(bytes)
        guard let heading = try? Self.decoder.decode(Heading.self, from: data),
            heading.format == Self.format
        else { throw .snapshot("this is no snapshot of a fleet") }
        guard heading.version == Self.currentVersion else {
            throw .snapshot(
                "it has version \(heading.version); this build reads version "
                    + "\(Self.currentVersion)")
        }
        do {
            let file = try Self.decoder.decode(File.self, from: data)
            guard Self.checksum(of: file.state) == file.checksum else {
                throw FleetError.snapshot("its checksum does not fit; it was changed or damaged")
            }
            self = try Self.decoder.decode(FleetSnapshot.self, from: Data(file.state.utf8))
        } catch let error as FleetError {
            throw error
        } catch {
            throw .snapshot("it is damaged: \(error)")
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }

    /// FNV-1a with 64 bits, as 16 hexadecimal digits.
    private static func checksum(of state: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in state.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
