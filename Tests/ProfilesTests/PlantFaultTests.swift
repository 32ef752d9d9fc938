import Testing

/// Every message about the plant, whole.
struct PlantFaultTests {
    @Test func tellsAnUnknownPlantModel() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
            plant:
              model: kettel
            """
        let expected = """
            plant.yaml:10:10: error: 'model' of the plant is 'kettel'. Did you mean 'kettle'? \
            Allowed: kettle.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsUnboundSignalsAndWarnsOfTagsNobodyMoves() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
            plant:
              model: kettle
              bind: {}
            """
        let expected = """
            plant.yaml:6:7: warning: 'kiln.T' is bound to no signal and will never change. Bind \
            it, or give it 'initial'.
            plant.yaml:8:7: warning: 'kiln.beat' is bound to no signal and will never change. \
            Bind it, or give it 'initial'.
            plant.yaml:11:3: error: signal 'T' of plant 'kettle' is bound to no tag. Add 'T: \
            device.tag' to 'bind'.
            plant.yaml:11:3: error: signal 'T.setpoint' of plant 'kettle' is bound to no tag. \
            Add 'T.setpoint: device.tag' to 'bind'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsUnknownSignalsAndTagsAndATagBoundTwice() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
            plant:
              model: kettle
              bind:
                T: kiln.beat
                beat: kiln.beat
                T.setpiont: kiln.sp
                T.setpoint: kiln.spp
            """
        let expected = """
            plant.yaml:6:7: warning: 'kiln.T' is bound to no signal and will never change. Bind \
            it, or give it 'initial'.
            plant.yaml:13:11: error: tag 'kiln.beat' is bound to 'T' and to 'beat'.
            plant.yaml:14:5: error: plant 'kettle' has no signal 'T.setpiont'. Did you mean \
            'T.setpoint'?
            plant.yaml:15:17: error: 'T.setpoint' in 'bind' of the plant names the tag \
            'kiln.spp', which no device has. Did you mean 'kiln.sp'?
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsBindingsThatCannotWork() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
              real: {host: 10.0.0.7, tags: {x: {table: inputRegisters, address: 0, type: \
            uint16}, s: {table: inputRegisters, address: 1, type: string 4}}}
            plant:
              model: kettle
              bind: {T: kiln.sp, T.setpoint: kiln.T}
            """
        let expected = """
            plant.yaml:8:7: warning: 'kiln.beat' is bound to no signal and will never change. \
            Bind it, or give it 'initial'.
            plant.yaml:12:13: error: signal 'T' is a reading, but clients may write 'kiln.sp'. \
            Bind it to a tag that is only read.
            plant.yaml:12:34: error: signal 'T.setpoint' is a setpoint, but nobody may write \
            'kiln.T'. Give the tag role: manipulated or access: write.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsBindingsToRealDevicesTextOtherUnitsAndSmallRegisters() throws {
        let profile = """
            profile: kiln
            devices:
              real: {host: 10.0.0.7, tags: {T: {table: inputRegisters, address: 0, type: int16, \
            scale: 0.001, unit: K}}}
              kiln: {simulated: true, tags: {sp: {table: holdingRegisters, address: 0, type: \
            string 4, access: write}}}
            plant:
              model: kettle
              bind: {T: real.T, T.setpoint: kiln.sp}
            """
        let expected = """
            plant.yaml:7:13: error: signal 'T' is bound to 'real.T', whose device is not \
            simulated.
            plant.yaml:7:13: warning: signal 'T' reaches 0…120, but the int16 of 'real.T' holds \
            -32.768…32.767.
            plant.yaml:7:13: error: signal 'T' is in °C, but 'real.T' is in K.
            plant.yaml:7:33: error: signal 'T.setpoint' is bound to 'kiln.sp', which is text.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsUnknownAndImpossibleSettings() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
            plant:
              model: kettle
              parameters: {disturbance: 1, disturbances: 11, lag: 5}
              instruments: {T: {noise: -1, lag: 2 min}, U: {noise: 1}}
              bind: {T: kiln.T, T.setpoint: kiln.sp, beat: kiln.beat}
            """
        let expected = """
            plant.yaml:11:16: error: 'parameters' of the plant has no key 'disturbance'. Did you \
            mean 'disturbances'? Allowed: disturbances, lag.
            plant.yaml:11:46: error: 'disturbances' of 'parameters' of the plant must be a \
            number in 0…10, not '11'.
            plant.yaml:11:55: error: 'lag' of 'parameters' of the plant must be a duration in 0 \
            s…10 min with its unit (ms, s, min, h), such as 6 s, not '5'.
            plant.yaml:12:28: error: 'noise' of instrument 'T' must be a number in 0…10, not '-1'.
            plant.yaml:12:37: error: 'lag' of instrument 'T' must be a duration in 0 s…1 min \
            with its unit (ms, s, min, h), such as 6 s, not '2 min'.
            plant.yaml:12:45: error: plant 'kettle' has no instrument 'U'. Did you mean 'T'? \
            Allowed: T, T.laboratory.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsSettingsThatAnActuatorOrAnalyserCannotHave() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1, unit: °C}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, unit: °C, \
            access: write}
                  beat: {table: inputRegisters, address: 1, type: uint16}
            plant:
              model: kettle
              instruments: {T.laboratory: {interval: 3 h, noise: 1}}
              actuators: {heater: {deadBand: 101, lag: 2 s}, heather: {lag: 1 s}}
              bind: {T: kiln.T, T.setpoint: kiln.sp, beat: kiln.beat}
            """
        let expected = """
            plant.yaml:11:42: error: 'interval' of instrument 'T.laboratory' must be a duration in \
            1 s…100 min with its unit (ms, s, min, h), such as 6 s, not '3 h'.
            plant.yaml:11:47: error: instrument 'T.laboratory' has no key 'noise'. Allowed: \
            interval.
            plant.yaml:12:34: error: 'deadBand' of actuator 'heater' must be a number in 0…100, \
            not '101'.
            plant.yaml:12:50: error: plant 'kettle' has no actuator 'heather'. Did you mean \
            'heater'? Allowed: heater.
            """
        #expect(try faults(of: profile) == expected)
    }
}
