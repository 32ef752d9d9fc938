import Learning
import Tags
import Testing

struct NormalizedGradientTests {
    @Test func findsTheSlopesOfANoiselessPlant() {
        var random = SeededGenerator(seed: 1)
        var model = NormalizedGradient(featureCount: 2, rate: 0.5)
        for _ in 0..<5000 {
            let features = [100 + random.nextNormal(), 0.01 * random.nextNormal()]
            model.learn(3 + 0.5 * features[0] - 200 * features[1], from: features)
        }
        #expect(abs(model.coefficients.slopes[0] - 0.5) < 1e-6)
        #expect(abs(model.coefficients.slopes[1] + 200) < 1e-3)
        #expect(abs(model.prediction(for: [101, 0]) - 53.5) < 1e-6)
        #expect(model.coefficientCovariance == nil)
    }

    @Test func takesThousandsOfFeatures() {
        var random = SeededGenerator(seed: 2)
        var model = NormalizedGradient(featureCount: 5000, rate: 1)
        for _ in 0..<50 {
            let features = (0..<5000).map { _ in random.nextNormal() }
            model.learn(features[0], from: features)
        }
        #expect(model.coefficients.slopes.contains { !$0.isFinite } == false)
        #expect(abs(model.prediction(for: Array(repeating: 0, count: 5000))) < 10)
    }
}
