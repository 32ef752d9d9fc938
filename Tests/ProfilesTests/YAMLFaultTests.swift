import Testing

/// Every message about YAML, whole.
struct YAMLFaultTests {
    @Test func tellsAnEmptyFile() throws {
        let profile = ""
        let expected = """
            plant.yaml:1:1: error: the file is empty.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAFileOfCommentsOnly() throws {
        let profile = """
            # nothing yet
            """
        let expected = """
            plant.yaml:1:1: error: the file is empty.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsASyntaxErrorWithItsLineAndColumn() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {simulated: true
              dryer: {}
            """
        let expected = """
            plant.yaml:4:8: error: not valid YAML: did not find expected ',' or '}' (while \
            parsing a flow mapping at line 3).
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAColonInPlainText() throws {
        let profile = """
            profile: kiln: two
            """
        let expected = """
            plant.yaml:1:14: error: not valid YAML: mapping values are not allowed in this \
            context.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsATabUsedAsIndentation() throws {
        let profile = """
            profile: kiln
            devices:
            	kiln: {}
            """
        let expected = """
            plant.yaml:3:1: error: not valid YAML: found character that cannot start any token \
            (while scanning for the next token at line 3).
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsASecondDocument() throws {
        let profile = """
            profile: kiln
            ---
            profile: other
            """
        let expected = """
            plant.yaml:2:1: error: a second document starts here; a profile is one YAML document.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsEveryDoubledKeyAndAllOtherFaultsBesideThem() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                simulated: true
                colour: red
                tags:
                  a: {table: inputRegisters, address: 0, type: uint16}
                  a: {table: inputRegisters, address: 1, type: uint16}
                  b: {table: coils, address: 0, address: 1}
            """
        let expected = """
            plant.yaml:5:5: error: key 'simulated' stands twice in one mapping; first on line 4.
            plant.yaml:6:5: error: device 'kiln' has no key 'colour'. Allowed: count, \
            simulated, host, port, endpoint, unit, map, link, tags, tables, identification, \
            memory, unknownUnit, functions, halfValues, exceptionStatus, serverId, access, replay.
            plant.yaml:9:7: error: key 'a' stands twice in one mapping; first on line 8.
            plant.yaml:10:37: error: key 'address' stands twice in one mapping; first on line 10.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAProfileThatIsAList() throws {
        let profile = """
            - profile
            - devices
            """
        let expected = """
            plant.yaml:1:1: error: the profile must be a mapping, not a list.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAListUsedAsAKey() throws {
        let profile = """
            profile: kiln
            [a, b]: 1
            devices: {}
            """
        let expected = """
            plant.yaml:2:1: error: a key must be a word, not a list or a mapping.
            plant.yaml:3:10: error: 'devices' of the profile must name at least one device.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAnAliasWithoutAnAnchor() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: &line {simulated: true, tables: [{table: coils, count: 8}]}
              dryer: *lime
            """
        let expected = """
            plant.yaml:4:10: error: no anchor '&lime' stands above this alias. Did you mean \
            'line'?
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAnAliasUsedAsAKey() throws {
        let profile = """
            profile: &name kiln
            ? *name
            : 1
            devices: {kiln: {simulated: true, tables: [{table: coils, count: 8}]}}
            """
        let expected = """
            plant.yaml:2:3: error: a key must be a word, not the alias '*name'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAMergeKeyWithoutAMapping() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {<<: base, simulated: true, tables: [{table: coils, count: 8}]}
            """
        let expected = """
            plant.yaml:3:14: error: '<<' must be followed by an alias of a mapping.
            """
        #expect(try faults(of: profile) == expected)
    }
}
