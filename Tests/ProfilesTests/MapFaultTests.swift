import Testing

/// Every message about register maps, whole.
struct MapFaultTests {
    @Test func tellsAMapThatIsNotThere() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {simulated: true, map: devices/none.yaml}
            scans: {all: {interval: 6 s, tags: [kiln.a]}}
            """
        let expected = """
            plant.yaml:3:32: error: cannot read 'devices/none.yaml': no such file or directory.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAMapThatIsADirectory() throws {
        let profile = """
            profile: kiln
            devices:
              kiln: {simulated: true, map: devices}
            """
        let map0 = """
            map: other
            tags: {}
            """
        let expected = """
            plant.yaml:3:32: error: cannot read 'devices': it is a directory.
            """
        #expect(try faults(of: profile, files: ["devices/other.yaml": map0]) == expected)
    }

    @Test func tellsFaultsOfAMapInTheMapAndOfEachDeviceThatUsesIt() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, map: devices/m.yaml}
              two: {simulated: true, map: devices/m.yaml}
            """
        let map0 = """
            map: m
            author: me
            tags:
              a: {table: coil, address: 0}
            """
        let expected = """
            devices/m.yaml:2:1: error: the map has no key 'author'. Allowed: map, summary, \
            source, tags.
            devices/m.yaml:4:14: error: 'table' of tag 'one.a' is 'coil'. Did you mean 'coils'? \
            Allowed: coils, discreteInputs, inputRegisters, holdingRegisters.
            devices/m.yaml:4:14: error: 'table' of tag 'two.a' is 'coil'. Did you mean 'coils'? \
            Allowed: coils, discreteInputs, inputRegisters, holdingRegisters.
            """
        #expect(try faults(of: profile, files: ["devices/m.yaml": map0]) == expected)
    }

    @Test func tellsAMapWithoutTagsAndOneThatIsNoYAML() throws {
        let profile = """
            profile: kiln
            devices:
              one: {simulated: true, map: a.yaml}
              two: {simulated: true, map: b.yaml}
            """
        let map0 = """
            map: a
            """
        let map1 = """
            map: {
            """
        let expected = """
            a.yaml:1:1: error: the map has no 'tags'.
            b.yaml:2:1: error: not valid YAML: did not find expected node content (while parsing \
            a flow node at line 2).
            """
        #expect(try faults(of: profile, files: ["a.yaml": map0, "b.yaml": map1]) == expected)
    }

    @Test func checksAMapAlone() throws {
        let profile = """
            map: dryer
            tags:
              a: {table: inputRegisters, address: 0, type: float32}
              b: {table: inputRegisters, address: 1, type: uint16}
              c: 5
            """
        let expected = """
            plant.yaml:4:39: error: 'b' overlaps 'a': both take input register 1.
            plant.yaml:5:3: error: tag 'c' must be a mapping, not '5'.
            """
        #expect(try faults(of: profile) == expected)
    }
}
