import ArgumentParser

@main
struct Trimtab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trimtab",
        abstract: "Modbus/TCP gateway, plant simulator and setpoint controller.",
        discussion: """
            A profile describes one plant: its devices, their registers, what is polled, forecast \
            and moved. Check it, simulate it, poll it, run it.

              trimtab check profiles/evaporator.yaml
              trimtab run profiles/evaporator.yaml --mode automatic --speed max --duration 24h --compare

            Results go to standard output, messages to standard error. Exit codes: 0 done, \
            1 failed, 64 wrong use.
            """,
        version: "0.1.0",
        subcommands: [
            Check.self, Simulate.self, Poll.self, Write.self, Run.self, Replay.self,
            TestCommand.self, Show.self,
        ])

    static func main() async {
        await main(NegativeNumbers.last(in: Array(CommandLine.arguments.dropFirst())))
    }
}

/// Lets `trimtab write PROFILE TAG -5` mean what it says.
enum NegativeNumbers {
    /// The arguments with negative numbers of `write` behind a `--`, where the parser takes them for
    /// values and not for options. Options that take a value keep the argument behind them.
    static func last(in arguments: [String]) -> [String] {
        guard arguments.first == "write", !arguments.contains("--") else { return arguments }
        var numbers: [String] = []
        var others: [String] = []
        for argument in arguments {
            let isNumber = argument.hasPrefix("-") && Double(argument) != nil
            if isNumber, !(others.last?.hasPrefix("--") ?? false) || others.last == "--yes" {
                numbers.append(argument)
            } else {
                others.append(argument)
            }
        }
        return numbers.isEmpty ? arguments : others + ["--"] + numbers
    }
}
