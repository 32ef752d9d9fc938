import Testing

/// More messages about tags, whole.
struct LimitFaultTests {
    @Test func tellsValuesTheTypeCannotHold() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: int16, values: {40000: high, 1: \
            on, 2: on, x: y}}
                  b: {table: inputRegisters, address: 1, type: float32, values: {1: on}}
                  c: {table: inputRegisters, address: 3, type: int16, scale: 0.1, values: {1: on}}
            """
        let expected = """
            plant.yaml:6:68: error: 'values' of tag 'kiln.a' names 40000, which an int16 cannot \
            hold. Allowed: -32768…32767.
            plant.yaml:6:88: error: 'values' of tag 'kiln.a' calls both 1 and 2 'on'.
            plant.yaml:6:95: error: 'values' of tag 'kiln.a' has 'x' for 'y'; each is a whole \
            number and its name, such as 1: running.
            plant.yaml:7:69: error: 'values' of tag 'kiln.b' has no meaning for a float32: they \
            name whole numbers.
            plant.yaml:8:79: error: 'values' of tag 'kiln.c' name raw numbers; a tag with \
            'scale' or 'offset' cannot have them.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsPatternsThatAreTooWide() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: int16, notAvailable: [0x18000, \
            -32769, NaN]}
                  b: {table: coils, address: 0, notAvailable: [1]}
            """
        let expected = """
            plant.yaml:6:74: error: 'notAvailable' of tag 'kiln.a' has '0x18000'; each is a raw \
            pattern of 16 bits, such as 0x8000.
            plant.yaml:6:83: error: 'notAvailable' of tag 'kiln.a' has '-32769'; each is a raw \
            pattern of 16 bits, such as 0x8000.
            plant.yaml:6:91: error: 'notAvailable' of tag 'kiln.a' has 'NaN'; each is a raw \
            pattern of 16 bits, such as 0x8000.
            plant.yaml:7:51: error: 'notAvailable' of tag 'kiln.b' has no meaning for a bool.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWriteFunctionsThatCannotWriteTheType() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: holdingRegisters, address: 0, type: float32, writeFunction: single}
            """
        let expected = """
            plant.yaml:6:78: error: 'writeFunction' of tag 'kiln.a' is single, but a float32 \
            takes 2 registers. Allowed: automatic, multiple.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsManipulatedTagsNobodyCouldWrite() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
                  b: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, access: \
            read, role: manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
                  c: {table: discreteInputs, address: 0, access: write}
                  d: {table: holdingRegisters, address: 1, type: bit 2, role: manipulated, \
            range: [0, 1], maximumStep: 1, minimumInterval: 1 s}
                  e: {table: holdingRegisters, address: 2, type: string 4, role: manipulated, \
            range: [0, 1], maximumStep: 1, minimumInterval: 1 s}
            """
        let expected = """
            plant.yaml:6:18: error: 'kiln.a' is manipulated but lies in an input register, which \
            nobody can write. Allowed: coils, holdingRegisters.
            plant.yaml:7:81: error: 'kiln.b' is manipulated but has access: read.
            plant.yaml:8:18: error: 'kiln.c' has access: write but lies in a discrete input, \
            which nobody can write. Allowed: coils, holdingRegisters.
            plant.yaml:9:54: error: 'kiln.d' is manipulated but is one bit of a register; \
            writing it would write the other fifteen.
            plant.yaml:10:54: error: 'kiln.e' is manipulated but is text.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAManipulatedTagOfUnitId0() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                unit: 0
                tags:
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            """
        let expected = """
            plant.yaml:7:7: error: 'kiln.sp' is manipulated, but unit id 0 means every device on \
            the line. Give device 'kiln' its own unit id.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsRangesTheRegistersCannotHoldAndRangesUpsideDown() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 3600], maximumStep: 2, minimumInterval: 60 s}
                  b: {table: holdingRegisters, address: 1, type: int16, role: manipulated, \
            range: [180, 60], maximumStep: 2, minimumInterval: 60 s}
                  c: {table: holdingRegisters, address: 2, type: int16, role: manipulated, \
            range: 60, maximumStep: 2, minimumInterval: 60 s}
            """
        let expected = """
            plant.yaml:6:100: error: 'range' of tag 'kiln.sp' is [60, 3600], but its int16 holds \
            -3276.8…3276.7.
            plant.yaml:7:87: error: 'range' of tag 'kiln.b' is [180, 60]; the lower number comes \
            first, and the two differ.
            plant.yaml:8:87: error: 'range' of tag 'kiln.c' must be a list of two numbers, \
            [lowest, highest], not '60'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsStepsIntervalsAndWriteCountsOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 0.01, minimumInterval: 60 s}
                  b: {table: holdingRegisters, address: 1, type: int16, role: manipulated, \
            range: [0, 9], maximumStep: 0, minimumInterval: 60, writesPerHour: 0}
            """
        let expected = """
            plant.yaml:6:124: error: 'maximumStep' of tag 'kiln.sp' is 0.01, less than one count \
            of its int16, 0.1: it could never move.
            plant.yaml:7:108: error: 'maximumStep' of tag 'kiln.b' must be a number above 0, not \
            '0'.
            plant.yaml:7:128: error: 'minimumInterval' of tag 'kiln.b' must be a duration in 0 \
            s…8784 h with its unit (ms, s, min, h), such as 6 s, not '60'.
            plant.yaml:7:147: error: 'writesPerHour' of tag 'kiln.b' must be a whole number in \
            1…3600, not '0'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func warnsOfLimitsWithoutTheRole() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: holdingRegisters, address: 0, type: int16, range: [0, 9]}
            """
        let expected = """
            plant.yaml:6:68: warning: 'range' of tag 'kiln.a' has no effect: its role is not \
            manipulated.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsFirstValuesThatDoNotFit() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, initial: \
            3276.8}
                  b: {table: holdingRegisters, address: 1, type: uint16, values: {0: off}, \
            initial: on}
                  c: {table: holdingRegisters, address: 2, type: string 4, initial: kettle}
                  d: {table: coils, address: 0, initial: 2}
                  e: {table: inputRegisters, address: 4, type: uint16, notAvailable: [0xFFFF], \
            initial: 65535}
            """
        let expected = """
            plant.yaml:6:82: error: 'initial' of tag 'kiln.a': 3276.8 is outside -3276.8…3276.7, \
            all that its int16 can hold.
            plant.yaml:7:89: error: 'initial' of tag 'kiln.b': 'on' is none of the tag's values: \
            off.
            plant.yaml:8:73: error: 'initial' of tag 'kiln.c': 'kettle' takes 6 bytes; the tag \
            holds 4.
            plant.yaml:9:46: error: 'initial' of tag 'kiln.d': 2 is outside 0…1, all that its \
            bool can hold.
            plant.yaml:10:93: error: 'initial' of tag 'kiln.e': 65535 becomes 0xFFFF, which \
            means 'not available'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsATagThatIsNoMapping() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: 40001
            """
        let expected = """
            plant.yaml:6:7: error: tag 'kiln.a' must be a mapping, not '40001'.
            """
        #expect(try faults(of: profile) == expected)
    }
}
