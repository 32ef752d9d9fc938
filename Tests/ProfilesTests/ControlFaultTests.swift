import Testing

/// More messages about features, forecast, quality and control, whole.
struct ControlFaultTests {
    @Test func tellsTwoRegressorsAndARateOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}, \
            normalizedGradient: {rate: 2}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:16:24: error: the regressor must be exactly one of recursiveLeastSquares, \
            normalizedGradient.
            plant.yaml:16:106: error: 'rate' of 'normalizedGradient' of the regressor must be a \
            number above 0 and below 2, not '2'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsTagsTheScanGroupOfTheForecastDoesNotRead() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: slow, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:15:3: error: feature 'T' is made from 'kiln.T', which scan group 'slow' \
            does not read.
            plant.yaml:17:16: error: 'tag' of the quality is 'kiln.q', which scan group 'slow' \
            of the forecast does not read.
            plant.yaml:17:29: error: 'age' of the quality is 'kiln.age', which scan group 'slow' \
            of the forecast does not read.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAQualityWithoutTargetToleranceAndAge() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.name, tolerance: 0, truth: q}
            """
        let expected = """
            plant.yaml:17:1: error: the quality has no 'target'.
            plant.yaml:17:1: error: the quality has neither 'age' nor 'delay': nobody can tell \
            when a result's sample was taken.
            plant.yaml:17:16: error: 'tag' of the quality is 'kiln.name', which is text.
            plant.yaml:17:16: error: 'tag' of the quality is 'kiln.name', which scan group 'all' \
            of the forecast does not read.
            plant.yaml:17:38: error: 'tolerance' of the quality must be a number above 0, not '0'.
            plant.yaml:17:48: error: 'truth' of the quality needs a plant to take it from.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsATruthThePlantDoesNotHave() throws {
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
            scans: {all: {interval: 6 s}}
            plant: {model: kettle, bind: {T: kiln.T, T.setpoint: kiln.sp, beat: kiln.beat}}
            features: {T: {value: kiln.T}}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.T, delay: 5 min, target: 25, tolerance: 1, truth: TT}
            """
        let expected = """
            plant.yaml:13:71: error: 'truth' of the quality is 'TT'. Did you mean 'T'? Allowed: T.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsGainBoundsOfMixedSign() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            control: {setpoint: kiln.sp, gain: [-0.1, 0.5], integralTime: 20 min, \
            maximumResultAge: 30 min}
            """
        let expected = """
            plant.yaml:18:36: error: 'gain' of the control is [-0.1, 0.5]; both bounds must have \
            the same sign and none may be 0.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAGainBoundOf0() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            control: {setpoint: kiln.sp, gain: [0, 0.5], integralTime: 20 min, maximumResultAge: \
            30 min}
            """
        let expected = """
            plant.yaml:18:36: error: 'gain' of the control is [0, 0.5]; both bounds must have \
            the same sign and none may be 0.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsASetpointThatIsNotManipulatedAndControlSettingsOutOfBounds() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            control: {setpoint: kiln.T, gain: [0.5, 0.1], response: 0, deadBand: -1, confidence: \
            11, minimumMove: x, interval: 0 s, minimumOutcomes: 0, target: 25}
            """
        let expected = """
            plant.yaml:18:1: error: the control has no 'integralTime'.
            plant.yaml:18:1: error: the control has no 'maximumResultAge'.
            plant.yaml:18:21: error: 'setpoint' of the control is 'kiln.T', which is not \
            manipulated. Give the tag role: manipulated.
            plant.yaml:18:35: error: 'gain' of the control is [0.5, 0.1]; the lower number comes \
            first, and the two differ.
            plant.yaml:18:57: error: 'response' of the control must be a number above 0 and at \
            most 10, not '0'.
            plant.yaml:18:70: error: 'deadBand' of the control must be a number in 0…1000000000, \
            not '-1'.
            plant.yaml:18:86: error: 'confidence' of the control must be a number in 0…10, not \
            '11'.
            plant.yaml:18:103: error: 'minimumMove' of the control must be a number in \
            0…1000000000, not 'x'.
            plant.yaml:18:116: error: 'interval' of the control must be a duration in 1 ms…8784 \
            h with its unit (ms, s, min, h), such as 6 s, not '0 s'.
            plant.yaml:18:138: error: 'minimumOutcomes' of the control must be a whole number in \
            1…1000000, not '0'.
            plant.yaml:18:141: error: the control has no key 'target'. Allowed: setpoint, gain, \
            integralTime, maximumResultAge, gainLag, response, deadBand, confidence, \
            minimumMove, interval, minimumOutcomes.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAControlWithoutForecast() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            control: {setpoint: kiln.sp, gain: [0.1, 0.5], integralTime: 20 min, \
            maximumResultAge: 30 min}
            """
        let expected = """
            plant.yaml:14:1: error: the profile has a control but no 'forecast'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsPermissivesAndHeartbeatsNobodyReads() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  ok: {table: discreteInputs, address: 0, role: permissive}
                  beat: {table: inputRegisters, address: 20, type: uint16, role: heartbeat}
                  T: {table: inputRegisters, address: 0, type: int16, scale: 0.1}
                  q: {table: inputRegisters, address: 1, type: int16}
                  age: {table: inputRegisters, address: 2, type: uint16}
                  name: {table: inputRegisters, address: 9, type: string 8}
                  sp: {table: holdingRegisters, address: 0, type: int16, scale: 0.1, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
            scans:
              all: {interval: 6 s, tags: [kiln.T, kiln.q, kiln.age, kiln.sp]}
              slow: {interval: 1 min, tags: [kiln.name]}
            features:
              T: {value: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            control: {setpoint: kiln.sp, gain: [0.1, 0.5], integralTime: 20 min, \
            maximumResultAge: 30 min}
            """
        let expected = """
            plant.yaml:6:7: error: 'kiln.ok' is a permissive, but no scan group reads it: the \
            loop could never move.
            plant.yaml:7:7: error: 'kiln.beat' is a heartbeat, but no scan group reads it: the \
            loop could never move.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsASmallestMoveThatNoStepAllowsAndABudgetOfNothing() throws {
        let profile = """
            profile: kiln
            devices:
              kiln:
                simulated: true
                tags:
                  q: {table: inputRegisters, address: 1, type: int16, initial: 1}
                  age: {table: inputRegisters, address: 2, type: uint16, initial: 1}
                  sp: {table: holdingRegisters, address: 0, type: int16, initial: 60, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s}
                  sq: {table: holdingRegisters, address: 1, type: int16, initial: 60, role: \
            manipulated, range: [60, 180], maximumStep: 2, minimumInterval: 60 s, travelPerHour: 0}
            scans:
              all: {interval: 6 s}
            features:
              q: {value: kiln.q}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            control:
              setpoint: kiln.sp
              gain: [0.1, 0.5]
              integralTime: 10 min
              maximumResultAge: 1 h
              minimumMove: 3
            """
        let lines = try faults(of: profile).split(separator: "\n")
        #expect(
            lines.contains {
                $0.hasSuffix(
                    "error: 'travelPerHour' of tag 'kiln.sq' must be a number above 0, not '0'.")
            }, "\(lines)")
        #expect(
            lines.contains {
                $0.hasPrefix("plant.yaml:21:16: ")
                    && $0.hasSuffix(
                        "error: 'minimumMove' of the control is 3, more than the maximumStep of its "
                            + "setpoint, 2: it could never move.")
            }, "\(lines)")
    }
}
