import FleetTestKit
import Pressure
import XCTest

final class PressureReaderXCTests: XCTestCase {
    func testReadsThePressure() async throws {
        try await withFleet(profile: boiler, seed: 7) { fleet in
            let place = try fleet.endpoint(of: "boiler")
            let reader = PressureReader(host: place.host, port: place.port, unit: place.unit)
            XCTAssertEqual(try reader.pressure(), 194.7)
            XCTAssertEqual(fleet.seed, 7)
        }
    }

    func testAFailedExpectationSaysWhatCame() async throws {
        try await withFleet(profile: boiler) { fleet in
            do {
                try await fleet.expectRequests(to: "boiler", functions: [4], count: 1)
                XCTFail("nothing was asked, and nothing was told")
            } catch let error as FleetTestError {
                XCTAssertTrue(error.message.contains("exactly 1"), error.message)
                XCTAssertTrue("\(error)".contains("PressureReaderXCTests.swift"), "\(error)")
            }
        }
    }
}
