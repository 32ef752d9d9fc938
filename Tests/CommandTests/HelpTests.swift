import Testing

struct HelpTests {
    /// To renew a file: `trimtab help run > Tests/CommandTests/Expected/help-run.txt`, and read it.
    @Test(arguments: ["check", "simulate", "poll", "write", "run", "test", "show", "replay"])
    func helpSaysWhatItSaid(command: String) throws {
        let result = try TrimtabBinary.run("help", command)
        #expect(result.status == 0)
        #expect(result.output == (try TrimtabBinary.expected("help-\(command).txt")))
    }

    @Test func theFirstHelpNamesEveryCommand() throws {
        let result = try TrimtabBinary.run("--help")
        #expect(result.status == 0)
        #expect(result.output == (try TrimtabBinary.expected("help.txt")))
    }
}
