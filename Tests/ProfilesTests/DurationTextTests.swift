import Profiles
import Testing

struct DurationTextTests {
    @Test(
        arguments: zip(
            ["6 s", "6s", "100 ms", "1.5 min", "24 h", "0 s", "0.001 ms", "8784 h"],
            [
                Duration.seconds(6), .seconds(6), .milliseconds(100), .seconds(90),
                .seconds(86_400), .zero, .microseconds(1), .seconds(31_622_400),
            ]))
    func reads(text: String, expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(
        arguments: [
            "", "6", "s", "-6 s", "6 sec", "6  m", ".5 s", "5. s", "1e3 s", "1.2.3 s", "6 S",
            "8785 h", "inf s", "6 s ", "٦ s", "99999999999999999999999 h",
        ])
    func refuses(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        arguments: zip(
            [Duration.seconds(6), .seconds(90), .seconds(120), .milliseconds(1500), .zero],
            ["6 s", "90 s", "2 min", "1500 ms", "0 s"]))
    func writes(duration: Duration, expected: String) {
        #expect(DurationText.text(duration) == expected)
    }
}
