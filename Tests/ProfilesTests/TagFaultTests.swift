import Testing

/// Every message about tags, whole.
struct TagFaultTests {
    @Test func tellsAFloat32AtTheLastRegister() throws {
        let profile = """
            profile: kiln
            devices:
              zone2:
                simulated: true
                tags:
                  temperature: {table: holdingRegisters, address: 65535, type: float32}
            """
        let expected = """
            plant.yaml:6:55: error: 'zone2.temperature' is a float32 at holding register 65535; \
            it needs 2 registers.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAManipulatedTagWithoutLimits() throws {
        let profile = """
            profile: kiln
            devices:
              zone2:
                simulated: true
                tags:
                  setpoint: {table: holdingRegisters, address: 0, type: int16, unit: °C, role: \
            manipulated}
            """
        let expected = """
            plant.yaml:6:7: error: 'zone2.setpoint' is manipulated but has no range. Add range: \
            [lowest, highest].
            plant.yaml:6:7: error: 'zone2.setpoint' is manipulated but has no maximumStep. Add \
            maximumStep: the largest single change.
            plant.yaml:6:7: error: 'zone2.setpoint' is manipulated but has no minimumInterval. \
            Add minimumInterval: the least time between two writes.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsMissingUnknownAndMisspeltKeys() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {adress: 0, type: int16}
                  b: {table: holdingRegisters, address: 0}
            """
        let expected = """
            plant.yaml:6:7: error: tag 'kiln.a' has no 'table'.
            plant.yaml:6:7: error: tag 'kiln.a' has no 'address'.
            plant.yaml:6:11: error: tag 'kiln.a' has no key 'adress'. Did you mean 'address'? \
            Allowed: table, address, type, order, writeOrder, scale, offset, values, \
            notAvailable, writeFunction, unit, summary, role, access, initial, range, \
            maximumStep, minimumInterval, writesPerHour, travelPerHour.
            plant.yaml:7:7: error: tag 'kiln.b' has no 'type'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsWordsNoTagKnows() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: holding, address: 0, type: int16}
                  b: {table: holdingRegisters, address: 0, type: float, order: BACD, role: \
            setpoint, access: rw, writeFunction: 6}
            """
        let expected = """
            plant.yaml:6:18: error: 'table' of tag 'kiln.a' is 'holding'. Did you mean \
            'holdingRegisters'? Allowed: coils, discreteInputs, inputRegisters, holdingRegisters.
            plant.yaml:7:54: error: 'type' of tag 'kiln.b' is 'float'. Did you mean 'float32'? \
            Allowed: bool, bit 0…15, int16, uint16, int32, uint32, int64, uint64, float32, \
            float64, string 1…250.
            plant.yaml:7:68: error: 'order' of tag 'kiln.b' is 'BACD'. Did you mean 'ABCD'? \
            Allowed: ABCD, CDAB, BADC, DCBA.
            plant.yaml:7:80: error: 'role' of tag 'kiln.b' is 'setpoint'. Allowed: manipulated, \
            controlled, disturbance, quality, permissive, heartbeat.
            plant.yaml:7:98: error: 'access' of tag 'kiln.b' is 'rw'. Allowed: read, write.
            plant.yaml:7:117: error: 'writeFunction' of tag 'kiln.b' is '6'. Allowed: automatic, \
            single, multiple.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsTypesThatDoNotFitTheirTable() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: coils, address: 0, type: int16}
                  b: {table: inputRegisters, address: 0, type: bool}
            """
        let expected = """
            plant.yaml:6:43: error: 'type' of tag 'kiln.a' is int16, but a coil holds a bool.
            plant.yaml:7:52: error: 'type' of tag 'kiln.b' is bool, but it lies in an input \
            register. Use 'bit 0' to 'bit 15' for one bit of it.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsBitsAndStringsOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: bit 16}
                  b: {table: inputRegisters, address: 1, type: string 0}
                  c: {table: inputRegisters, address: 1, type: string 251}
                  d: {table: inputRegisters, address: 2, type: string}
            """
        let expected = """
            plant.yaml:6:52: error: 'type' of tag 'kiln.a' is 'bit 16'; the bits of a register \
            are bit 0 to bit 15.
            plant.yaml:7:52: error: 'type' of tag 'kiln.b' is 'string 0'; a string has 1 to 250 \
            bytes, such as string 16.
            plant.yaml:8:52: error: 'type' of tag 'kiln.c' is 'string 251'; a string has 1 to \
            250 bytes, such as string 16.
            plant.yaml:9:52: error: 'type' of tag 'kiln.d' is 'string'. Allowed: bool, bit 0…15, \
            int16, uint16, int32, uint32, int64, uint64, float32, float64, string 1…250.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAWordOrderOfOneRegister() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: int16, order: CDAB}
                  b: {table: inputRegisters, address: 1, type: string 8, order: DCBA}
                  c: {table: coils, address: 0, order: ABCD}
            """
        let expected = """
            plant.yaml:6:66: error: 'order' of tag 'kiln.a' is CDAB, but an int16 has no words \
            to swap. Allowed: ABCD, BADC.
            plant.yaml:7:69: error: 'order' of tag 'kiln.b' is DCBA, but a string 8 has no words \
            to swap. Allowed: ABCD, BADC.
            plant.yaml:8:44: error: 'order' of tag 'kiln.c' has no meaning for a bool.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAddressesOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: coils, address: 65536}
                  b: {table: coils, address: -1}
                  c: {table: coils, address: 4e1}
            """
        let expected = """
            plant.yaml:6:34: error: 'address' of tag 'kiln.a' must be a whole number in 0…65535, \
            not '65536'.
            plant.yaml:7:34: error: 'address' of tag 'kiln.b' must be a whole number in 0…65535, \
            not '-1'.
            plant.yaml:8:34: error: 'address' of tag 'kiln.c' must be a whole number in 0…65535, \
            not '4e1'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsTagsThatOverlap() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 3, type: float32}
                  b: {table: inputRegisters, address: 4, type: uint16}
                  c: {table: holdingRegisters, address: 9, type: bit 3}
                  d: {table: holdingRegisters, address: 9, type: bit 3}
                  e: {table: holdingRegisters, address: 9, type: bit 4}
                  f: {table: holdingRegisters, address: 9, type: uint16}
            """
        let expected = """
            plant.yaml:7:43: error: 'kiln.b' overlaps 'kiln.a': both take input register 4.
            plant.yaml:9:45: error: 'kiln.d' overlaps 'kiln.c': both take bit 3 of holding \
            register 9.
            plant.yaml:11:45: error: 'kiln.f' overlaps 'kiln.c': both take holding register 9.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAScaleOf0AndScalesWithoutMeaning() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  a: {table: inputRegisters, address: 0, type: int16, scale: 0, offset: .nan}
                  b: {table: coils, address: 0, scale: 2}
                  c: {table: inputRegisters, address: 1, type: string 4, offset: 1}
            """
        let expected = """
            plant.yaml:6:66: error: 'scale' of tag 'kiln.a' must be a number other than 0, not \
            '0'.
            plant.yaml:6:77: error: 'offset' of tag 'kiln.a' must be a number, not '.nan'.
            plant.yaml:7:44: error: 'scale' of tag 'kiln.b' has no meaning for a bool.
            plant.yaml:8:70: error: 'offset' of tag 'kiln.c' has no meaning for a string 4.
            """
        #expect(try faults(of: profile) == expected)
    }
}
