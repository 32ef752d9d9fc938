import Testing

/// Every message about features, forecast, quality and control, whole.
struct LoopFaultTests {
    @Test func takesAProfileWithoutFaults() throws {
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
            control: {setpoint: kiln.sp, gain: [0.1, 0.5], integralTime: 20 min, \
            maximumResultAge: 30 min}
            """
        #expect(try faults(of: profile).isEmpty)
    }

    @Test func tellsFeaturesWithoutOrWithTwoTerms() throws {
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
              a: {}
              b: {value: kiln.T, mean: kiln.T, over: 1 min}
              c: {mean: kiln.T}
              d: {value: kiln.T, by: 1 min}
              e: {lag: kiln.T, by: 10}
              f: {median: kiln.T}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:15:3: error: feature 'a' must have exactly one of value, lag, difference, \
            mean, slope, product; it has none.
            plant.yaml:16:3: error: feature 'b' must have exactly one of value, lag, difference, \
            mean, slope, product; it has value and mean.
            plant.yaml:17:3: error: feature 'c' has no 'over'.
            plant.yaml:18:26: error: 'by' of feature 'd' has no meaning for 'value'.
            plant.yaml:19:24: error: 'by' of feature 'e' must be a duration in 1 ms…8784 h with \
            its unit (ms, s, min, h), such as 6 s, not '10'.
            plant.yaml:20:3: error: feature 'f' must have exactly one of value, lag, difference, \
            mean, slope, product; it has none.
            plant.yaml:20:7: error: feature 'f' has no key 'median'. Did you mean 'mean'? \
            Allowed: value, lag, difference, mean, slope, product, by, over.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsFeaturesOverUnknownTagsAndText() throws {
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
              a: {value: kiln.name}
              b: {value: kiln.TT}
            forecast: {scans: slow, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:15:14: error: 'value' of feature 'a' is 'kiln.name', which is text.
            plant.yaml:16:14: error: 'value' of feature 'b' names the tag 'kiln.TT', which no \
            device has. Did you mean 'kiln.T'?
            plant.yaml:18:16: error: 'tag' of the quality is 'kiln.q', which scan group 'slow' \
            of the forecast does not read.
            plant.yaml:18:29: error: 'age' of the quality is 'kiln.age', which scan group 'slow' \
            of the forecast does not read.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsProductsOfUnknownAndLaterFeatures() throws {
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
              a: {product: [b, cc]}
              b: {value: kiln.T}
              c: {product: b}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:15:17: error: 'product' of feature 'a' names 'b', which must be declared \
            before it.
            plant.yaml:15:20: error: 'product' of feature 'a' names 'cc', which is no feature.
            plant.yaml:17:16: error: 'product' of feature 'c' must be a list, not 'b'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsFeaturesThatLookBackLessThanAScan() throws {
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
              a: {mean: kiln.T, over: 1 s}
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.99}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:15:3: error: feature 'a' looks back 1 s, less than one scan of 'all', 6 s.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func warnsOfFeaturesNobodyUses() throws {
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
            """
        let expected = """
            plant.yaml:15:3: warning: the profile has features but no 'forecast'; nothing will \
            use them.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAForecastWithoutFeaturesAndQuality() throws {
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
            forecast: {}
            """
        let expected = """
            plant.yaml:14:1: error: the forecast has no 'scans'.
            plant.yaml:14:1: error: the forecast has no 'regressor'.
            plant.yaml:14:1: error: the profile has a forecast but no 'features'.
            plant.yaml:14:1: error: the profile has a forecast but no 'quality'.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsAForecastOfAnUnknownScanGroupAndRegressor() throws {
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
            forecast: {scans: al, horizon: 5, regressor: {leastSquares: {forgetting: 0.5}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:16:19: error: 'scans' of the forecast is 'al'. Did you mean 'all'? \
            Allowed: all, slow.
            plant.yaml:16:32: error: 'horizon' of the forecast must be a duration in 0 s…8784 h \
            with its unit (ms, s, min, h), such as 6 s, not '5'.
            plant.yaml:16:35: error: the regressor must be exactly one of recursiveLeastSquares, \
            normalizedGradient.
            plant.yaml:16:47: error: the regressor has no key 'leastSquares'. Allowed: \
            recursiveLeastSquares, normalizedGradient.
            """
        #expect(try faults(of: profile) == expected)
    }

    @Test func tellsRegressorSettingsOutOfBounds() throws {
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
            forecast: {scans: all, regressor: {recursiveLeastSquares: {forgetting: 0.5, prior: \
            0, walk: 101}}}
            quality: {tag: kiln.q, age: kiln.age, target: 25, tolerance: 1}
            """
        let expected = """
            plant.yaml:16:72: error: 'forgetting' of 'recursiveLeastSquares' of the regressor \
            must be a number in 0.9…1, not '0.5'.
            plant.yaml:16:84: error: 'prior' of 'recursiveLeastSquares' of the regressor must be \
            a number above 0, not '0'.
            plant.yaml:16:93: error: 'walk' of 'recursiveLeastSquares' of the regressor must be \
            a number in 0…100, not '101'.
            """
        #expect(try faults(of: profile) == expected)
    }
}
