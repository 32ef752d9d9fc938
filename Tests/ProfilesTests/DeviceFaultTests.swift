import Testing

/// Every message about devices, whole.
struct DeviceFaultTests {
    @Test func tellsADeviceThatHoldsNothing() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {simulated: true}
            """
        let expected = """
            plant.yaml:3:3: error: device 'kiln' has neither a map nor tags nor tables.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsARealDeviceWithoutHostAndWithPort0() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                port: 0
                tags: {a: {table: coils, address: 0}}
            """
        let expected = """
            plant.yaml:3:3: error: device 'kiln' is not simulated and has no 'host'.
            plant.yaml:4:11: error: 'port' of device 'kiln' is 0; only a simulated device may \
            take any free port.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWhatOnlyASimulatedDeviceMayHave() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                host: 10.0.0.7
                tables: [{table: coils, count: 8}]
                identification: {vendor: Osprey}
            """
        let expected = """
            plant.yaml:5:13: error: 'tables' of device 'kiln' has no meaning: the device is not \
            simulated.
            plant.yaml:6:21: error: 'identification' of device 'kiln' has no meaning: the device \
            is not simulated.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsASimulatedDeviceUnderANameInsteadOfAnAddress() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                host: localhost
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            """
        let expected = """
            plant.yaml:5:11: error: 'host' of device 'kiln' must be a numeric address of this \
            machine, not 'localhost': the device is simulated.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAHostThatIsNone() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                host: the dryer
                tags: {a: {table: coils, address: 0}}
            """
        let expected = """
            plant.yaml:4:11: error: 'host' of device 'kiln' is no name or address: 'the dryer'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsBoundsOfPortUnitIdAndLink() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                port: 65536
                unit: 256
                link: {answerTimeout: 6, tries: 6, maximumRegisters: 126, maximumBits: 0, \
            connectTimeout: 2 min, pauseAfterConnect: -1 s, settleTime: 1 day}
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            """
        let expected = """
            plant.yaml:5:11: error: 'port' of device 'kiln' must be a whole number in 0…65535, \
            not '65536'.
            plant.yaml:6:11: error: 'unit' of device 'kiln' must be a whole number in 0…255, not \
            '256'.
            plant.yaml:7:27: error: 'answerTimeout' of 'link' of device 'kiln' must be a \
            duration in 1 ms…1 min with its unit (ms, s, min, h), such as 6 s, not '6'.
            plant.yaml:7:37: error: 'tries' of 'link' of device 'kiln' must be a whole number in \
            1…5, not '6'.
            plant.yaml:7:58: error: 'maximumRegisters' of 'link' of device 'kiln' must be a \
            whole number in 1…125, not '126'.
            plant.yaml:7:76: error: 'maximumBits' of 'link' of device 'kiln' must be a whole \
            number in 1…2000, not '0'.
            plant.yaml:7:95: error: 'connectTimeout' of 'link' of device 'kiln' must be a \
            duration in 1 ms…1 min with its unit (ms, s, min, h), such as 6 s, not '2 min'.
            plant.yaml:7:121: error: 'pauseAfterConnect' of 'link' of device 'kiln' must be a \
            duration in 0 s…1 min with its unit (ms, s, min, h), such as 6 s, not '-1 s'.
            plant.yaml:7:139: error: 'settleTime' of 'link' of device 'kiln' must be a duration \
            in 0 s…1 min with its unit (ms, s, min, h), such as 6 s, not '1 day'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAUnitIdLibmodbusCannotSend() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                unit: 248
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            """
        let expected = """
            plant.yaml:5:11: error: 'unit' of device 'kiln' is 248, which libmodbus cannot send \
            to. Allowed: 0…247 and 255.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsUnknownKeysOfLinkAndDevice() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                adress: 10.0.0.7
                link: {answerTimeOut: 1 s}
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            """
        let expected = """
            plant.yaml:5:5: error: device 'kiln' has no key 'adress'. Did you mean 'access'? \
            Allowed: count, simulated, host, port, endpoint, unit, map, link, tags, tables, \
            identification, memory, unknownUnit, functions, halfValues, exceptionStatus, \
            serverId, access, replay.
            plant.yaml:6:12: error: 'link' of device 'kiln' has no key 'answerTimeOut'. Did you \
            mean 'answerTimeout'? Allowed: answerTimeout, connectTimeout, tries, \
            maximumRegisters, maximumBits, pauseAfterConnect, pauseBetweenRequests, \
            maximumBackoff, settleTime.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAUnitIdTakenTwiceOnAnEndpoint() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, endpoint: line, unit: 1, tables: [{table: coils, count: 8}]}
              two: {simulated: true, endpoint: line, unit: 1, tables: [{table: coils, count: 8}]}
            """
        let expected = """
            plant.yaml:4:48: error: device 'two' has unit id 1 on endpoint 'line', and so has \
            device 'one'. Give each its own unit id.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAUnitIdTakenTwiceAtAnAddress() throws {
        let profile = """
            profile: kiln
            devices:
              one: {host: 10.0.0.7, unit: 7, tags: {a: {table: coils, address: 0}}}
              two: {host: 10.0.0.7, unit: 7, tags: {a: {table: coils, address: 0}}}
            """
        let expected = """
            plant.yaml:4:31: error: device 'two' has unit id 7 on 10.0.0.7:502, and so has \
            device 'one'. Give each its own unit id.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAnEndpointInTwoPlaces() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, endpoint: line, port: 1502, tables: [{table: coils, count: \
            8}]}
              two: {simulated: true, endpoint: line, unit: 2, tables: [{table: coils, count: 8}]}
            """
        let expected = """
            plant.yaml:4:3: error: endpoint 'line' is at 127.0.0.1:1502 for device 'one', but at \
            127.0.0.1:0 for device 'two'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAnEndpointThatIsHalfSimulated() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, endpoint: line, port: 1502, tables: [{table: coils, count: \
            8}]}
              two: {host: 127.0.0.1, port: 1502, endpoint: line, unit: 2, tags: {a: {table: \
            coils, address: 0}}}
            """
        let expected = """
            plant.yaml:4:3: error: endpoint 'line' is shared by 'one' and 'two', but only one of \
            them is simulated.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsTablesThatOverlapOrRunOutOfAddresses() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tables:
                  - {table: coils, start: 0, count: 10, value: 2}
                  - {table: coils, start: 5, count: 10}
                  - {table: inputRegisters, start: 65530, count: 7}
                  - {table: registers}
            """
        let expected = """
            plant.yaml:6:52: error: 'value' of a table of device 'kiln' must be a whole number \
            in 0…1, not '2'.
            plant.yaml:7:9: error: two tables of device 'kiln' hold coil 5.
            plant.yaml:8:54: error: a table of device 'kiln' ends at 65536; the last address is \
            65535.
            plant.yaml:9:9: error: a table of device 'kiln' has no 'count'.
            plant.yaml:9:17: error: 'table' of a table of device 'kiln' is 'registers'. Allowed: \
            coils, discreteInputs, inputRegisters, holdingRegisters.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWrongTypes() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {simulated: maybe, host: 127.0.0.1, map: [a], tables: 5, link: 6 s, tags: no}
              oven: [kiln]
            """
        let expected = """
            plant.yaml:3:21: error: 'simulated' of device 'kiln' must be true or false, not \
            'maybe'.
            plant.yaml:3:50: error: 'map' of device 'kiln' must be the path of a file, not a list.
            plant.yaml:3:63: error: 'tables' of device 'kiln' must be a list, not '5'.
            plant.yaml:3:63: error: 'tables' of device 'kiln' has no meaning: the device is not \
            simulated.
            plant.yaml:3:72: error: 'link' of device 'kiln' must be a mapping, not '6 s'.
            plant.yaml:3:83: error: 'tags' of device 'kiln' must be a mapping, not 'no'.
            plant.yaml:4:9: error: device 'oven' must be a mapping, not a list.
            """
        #expect(try faults(of: profile) == expected)
    }
}
