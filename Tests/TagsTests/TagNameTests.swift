import Tags
import Testing

struct TagNameTests {
    @Test(arguments: ["a", "steam.P100", "steam.P100.setpoint", "line-2.zone_1.t"])
    func wordsJoinedByDotsAreANames(text: String) {
        #expect(TagName(text)?.text == text)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "1a", "a.1", "a b", "ä", "_a", "a/b"])
    func anythingElseIsNone(text: String) {
        #expect(TagName(text) == nil)
    }

    @Test func hundredCharactersAreTheMost() {
        #expect(TagName(String(repeating: "a", count: 100)) != nil)
        #expect(TagName(String(repeating: "a", count: 101)) == nil)
    }
}
