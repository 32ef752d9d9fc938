import Testing

/// Every message about scan groups, whole.
struct ScanFaultTests {
    @Test func tellsAnIntervalShorterThanTimeOutTimesTries() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                link: {answerTimeout: 2 s, tries: 2}
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            scans:
              fast: {interval: 3 s}
            """
        let expected = """
            plant.yaml:9:20: error: 'interval' of scan group 'fast' is 3 s, but device 'kiln' \
            may take 4 s for one request (answerTimeout 2 s × tries 2). Lengthen the interval or \
            shorten the time-out.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func warnsOfAnIntervalShorterThanAllRequests() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                link: {answerTimeout: 2 s}
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
                  b: {table: coils, address: 0}
            scans:
              fast: {interval: 3 s}
            """
        let expected = """
            plant.yaml:10:20: warning: 'interval' of scan group 'fast' is 3 s, but device 'kiln' \
            may take 4 s for its 2 requests; when it is slow, scans are missed.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsDurationsWithoutAUnitAndIntervalsOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            scans:
              a: {interval: 6}
              b: {interval: 6 sec}
              c: {interval: 0 s}
              d: {}
              e: {interval: 25 h}
            """
        let expected = """
            plant.yaml:8:17: error: 'interval' of scan group 'a' must be a duration in 1 ms…24 h \
            with its unit (ms, s, min, h), such as 6 s, not '6'.
            plant.yaml:9:17: error: 'interval' of scan group 'b' must be a duration in 1 ms…24 h \
            with its unit (ms, s, min, h), such as 6 s, not '6 sec'.
            plant.yaml:10:17: error: 'interval' of scan group 'c' must be a duration in 1 ms…24 \
            h with its unit (ms, s, min, h), such as 6 s, not '0 s'.
            plant.yaml:11:3: error: scan group 'd' has no 'interval'.
            plant.yaml:12:17: error: 'interval' of scan group 'e' must be a duration in 1 ms…24 \
            h with its unit (ms, s, min, h), such as 6 s, not '25 h'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsUnknownDevicesAndTagsAndTagsNamedTwice() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            scans:
              a: {interval: 6 s, devices: [kilm]}
              b: {interval: 6 s, tags: [kiln.aa, kiln.a, kiln.a, [x]]}
              c: {interval: 6 s, tags: []}
            """
        let expected = """
            plant.yaml:8:32: error: scan group 'a' names 'kilm', which is no device. Did you \
            mean 'kiln'?
            plant.yaml:9:29: error: scan group 'b' names the tag 'kiln.aa', which no device has. \
            Did you mean 'kiln.a'?
            plant.yaml:9:46: warning: scan group 'b' names 'kiln.a' twice.
            plant.yaml:9:54: error: scan group 'b' must name a tag, not be a list.
            plant.yaml:10:3: error: scan group 'c' reads no tags.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAGroupOfNoTags() throws {
        let profile = """
            profile: kiln
            devices: {kiln: {simulated: true, tables: [{table: coils, count: 8}]}}
            scans: {a: {interval: 6 s}}
            """
        let expected = """
            plant.yaml:3:9: error: scan group 'a' reads no tags.
            """
        #expect(try faults(of: profile) == expected)
    }
}
