import Reactor
package import Tags

extension SimulatedFleet {
    /// Every tag of every simulated device, in the profile's order, at one instant.
    package func tags() async -> [TagReading] {
        let server = server
        return await reactor.perform { server.readings() } ?? []
    }

    /// What a tag's registers hold now.
    ///
    /// - Throws: ``FleetError/tags(_:)`` if there is no such tag, ``FleetError/stopped``.
    package func readTag(_ name: TagName) async throws(FleetError) -> TagReading {
        let readings = try await readTags([name])
        guard let reading = readings.first else { throw .stopped }
        return reading
    }

    /// What the registers of some tags hold at one instant, in the order asked.
    ///
    /// - Throws: ``FleetError/tags(_:)`` with every tag there is not, ``FleetError/stopped``.
    package func readTags(_ names: [TagName]) async throws(FleetError) -> [TagReading] {
        let server = server
        return try await perform { () throws(FleetError) in try server.readings(of: names) }
    }

    /// Writes a tag's registers once, whatever table they are in.
    ///
    /// What shows a signal of the plant is overwritten at the plant's next step. A setpoint of the
    /// plant goes to the plant, held to its limits as a client's write is. Other registers keep
    /// the value until somebody writes them. Under a forced tag the value is taken and not shown.
    ///
    /// - Parameters:
    ///   - name: Any tag of a simulated device.
    ///   - value: In the tag's unit.
    /// - Throws: ``FleetError/tags(_:)`` if the registers cannot hold it, ``FleetError/stopped``.
    package func setTag(_ name: TagName, to value: TagValue) async throws(FleetError) {
        try await setTags([name: value])
    }

    /// Writes the registers of several tags at one instant, in order of their names; all or none.
    ///
    /// - Throws: ``FleetError/tags(_:)`` with every tag at fault, ``FleetError/stopped``.
    package func setTags(_ values: [TagName: TagValue]) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in
            try server.change(values, isForce: false)
        }
    }

    /// Lets a tag's registers show a value until it is released, whatever plant and clients do.
    ///
    /// Clients' writes and ``setTag(_:to:)`` are taken underneath: they are answered, a setpoint
    /// still reaches the plant, and what they wrote shows after the release. The process does not
    /// know: loops and truths go on with what is.
    ///
    /// - Throws: ``FleetError/tags(_:)`` if the registers cannot hold it, ``FleetError/stopped``.
    package func forceTag(_ name: TagName, to value: TagValue) async throws(FleetError) {
        try await forceTags([name: value])
    }

    /// Forces several tags at one instant; all or none.
    ///
    /// - Throws: ``FleetError/tags(_:)`` with every tag at fault, ``FleetError/stopped``.
    package func forceTags(_ values: [TagName: TagValue]) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in
            try server.change(values, isForce: true)
        }
    }

    /// Lets a tag show again what it would. Nothing if it is not forced.
    ///
    /// - Throws: ``FleetError/tags(_:)`` if there is no such tag, ``FleetError/stopped``.
    package func releaseTag(_ name: TagName) async throws(FleetError) {
        try await releaseTags([name])
    }

    /// Releases several tags at one instant.
    ///
    /// - Throws: ``FleetError/tags(_:)`` with every tag there is not; then none is released.
    package func releaseTags(_ names: [TagName]) async throws(FleetError) {
        let server = server
        try await perform { () throws(FleetError) in try server.release(names) }
    }

    /// Releases every forced tag.
    package func releaseAllTags() async {
        let server = server
        _ = await reactor.perform { server.releaseAll() }
    }

    /// The tags that are forced, in the profile's order.
    package func forcedTags() async -> [TagReading] {
        let server = server
        return await reactor.perform { server.readings(onlyForced: true) } ?? []
    }
}
