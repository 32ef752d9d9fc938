import Testing

/// Every message about the top level, whole.
struct ProfileFaultTests {
    @Test func tellsMissingKeys() throws {
        let profile = """
            summary: nothing else
            """
        let expected = """
            plant.yaml:1:1: error: the profile has no 'profile'.
            plant.yaml:1:1: error: the profile has no 'devices'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAnUnknownKeyAndWhatWasProbablyMeant() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            scan:
              slow: {interval: 6 s}
            version: 2
            """
        let expected = """
            plant.yaml:7:1: error: the profile has no key 'scan'. Did you mean 'scans'? Allowed: \
            profile, summary, seed, devices, scans, plant, features, forecast, quality, control, faults.
            plant.yaml:9:1: error: the profile has no key 'version'. Allowed: profile, summary, \
            seed, devices, scans, plant, features, forecast, quality, control, faults.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWrongTypes() throws {
        let profile = """
            profile: [kiln]
            summary: {}
            seed: -1
            devices: kiln
            scans: 6 s
            """
        let expected = """
            plant.yaml:1:10: error: 'profile' of the profile must be a word of letters, digits, \
            '-' and '_' that starts with a letter, not a list.
            plant.yaml:2:10: error: 'summary' of the profile must be text of at most 1000 bytes, \
            not a mapping.
            plant.yaml:3:7: error: 'seed' of the profile must be a whole number in \
            0…18446744073709551615, not '-1'.
            plant.yaml:4:10: error: 'devices' of the profile must be a mapping, not 'kiln'.
            plant.yaml:5:8: error: 'scans' of the profile must be a mapping, not '6 s'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAKeyWithoutAValue() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                host:
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
            """
        let expected = """
            plant.yaml:5:5: error: 'host' of device 'kiln' has no value.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsNamesThatAreNone() throws {
        let profile = """
            profile: my kiln
            devices:
              kiln.a: {}
              kiln:
                simulated: true
                tags:
                  1st: {table: coils, address: 0}
            scans:
              all!: {interval: 6 s}
            """
        let expected = """
            plant.yaml:1:10: error: 'profile' of the profile must be a word of letters, digits, \
            '-' and '_' that starts with a letter, not 'my kiln'.
            plant.yaml:3:3: error: 'kiln.a' is no name of a device: it must be a word of \
            letters, digits, '-' and '_' that starts with a letter.
            plant.yaml:7:7: error: '1st' is no name of a tag: words of letters, digits, '-' and \
            '_' joined by dots, each starting with a letter, at most 100 characters in all.
            plant.yaml:9:3: error: 'all!' is no name of a scan group: it must be a word of \
            letters, digits, '-' and '_' that starts with a letter.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAProfileWithoutDevices() throws {
        let profile = """
            profile: kiln
            devices: {}
            """
        let expected = """
            plant.yaml:2:10: error: 'devices' of the profile must name at least one device.
            """
        #expect(try faults(of: profile) == expected)
    }
}
