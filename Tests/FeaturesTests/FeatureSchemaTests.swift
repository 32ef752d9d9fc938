import Features
import Tags
import Testing

struct FeatureSchemaTests {
    @Test func listsTagsOnceInOrderOfFirstUse() throws {
        let schema = try FeatureSchema(features: [
            Feature(name: "level", term: .value("separator.L2")),
            Feature(name: "warming", term: .slope("steam.T2", over: .seconds(120))),
            Feature(name: "both", term: .product("level", "warming")),
        ])
        #expect(schema.tags == ["separator.L2", "steam.T2"])
        #expect(schema.count == 3)
        #expect(schema.position(of: "warming") == 1)
        #expect(schema.position(of: "cold") == nil)
    }

    @Test(
        arguments: [
            ([], "no features are declared; a forecast needs at least one"),
            (
                [
                    Feature(name: "a", term: .value("steam.T2")),
                    Feature(name: "a", term: .value("steam.P100")),
                ], "two features are named 'a'"
            ),
            (
                [Feature(name: "a", term: .product("a", "b"))],
                "'a' is a product of 'a', which is not declared before it"
            ),
            (
                [Feature(name: "a", term: .lag("steam.T2", by: .zero))],
                "'a' looks back over no time; its lag or window must be longer than zero"
            ),
        ] as [([Feature], String)])
    func namesWhatIsWrong(features: [Feature], message: String) {
        do {
            _ = try FeatureSchema(features: features)
            Issue.record("it was taken")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func digestTellsNamesAndTermsApart() throws {
        func digest(_ features: Feature...) throws -> UInt64 {
            try FeatureSchema(features: features).digest
        }
        let value = Feature(name: "a", term: .value("steam.T2"))
        let other = Feature(name: "b", term: .value("steam.T2"))
        let lag = Feature(name: "a", term: .lag("steam.T2", by: .seconds(60)))
        let longer = Feature(name: "a", term: .lag("steam.T2", by: .seconds(61)))
        let digests = [
            try digest(value), try digest(other), try digest(lag), try digest(longer),
            try digest(value, other), try digest(other, value),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(try digest(value) == digests[0])
        // Models are restored by it: it must never change.
        #expect(digests[0] == 13_100_452_130_385_999_075)
    }

    @Test func describesTermsInWords() {
        let tag: TagName = "steam.T2"
        #expect("\(Feature.Term.value(tag))" == "steam.T2")
        #expect("\(Feature.Term.lag(tag, by: .seconds(90)))" == "steam.T2 90 s ago")
        #expect(
            "\(Feature.Term.difference(tag, over: .seconds(7200)))"
                == "change of steam.T2 over 2 h")
        #expect(
            "\(Feature.Term.mean(tag, over: .milliseconds(500)))" == "mean of steam.T2 over 500 ms")
        #expect(
            "\(Feature.Term.slope(tag, over: .seconds(120)))" == "slope of steam.T2 over 2 min")
        #expect("\(Feature.Term.product("a", "b"))" == "a × b")
    }
}
