import Plants
import Tags

/// The documentation's page of published values.
enum PublishedPage {
    static func text(of plants: [ShownPlant]) -> String {
        var lines = [
            "# Published values",
            "",
            "What was published about each plant, and how near the simulation must come to it.",
            "",
            "## Overview",
            "",
            "This page is generated; `trimtab show plant NAME --verify` prints the same list with "
                + "our values beside it, and the test suite holds every plant to it. Marks: P is "
                + "printed and confirmed in a public source, Q commonly quoted with the source's "
                + "text not seen, C computed from the published equations, D a choice of this "
                + "simulator.",
        ]
        for plant in plants { lines += section(plant) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ plant: ShownPlant) -> [String] {
        let description = plant.description
        var lines = [
            "", "## \(description.title)", "",
            "Model `\(description.model)`, step \(PlantText.seconds(description.step)) s, quality "
                + "`\(description.quality)`. Source: \(escaped(description.source)).",
        ]
        guard let published = plant.published else { return lines }
        lines += [
            "", "| quantity | unit | published | tolerance | mark | source |",
            "|---|---|---|---|---|---|",
        ]
        lines += published.values.map { value in
            row([
                value.quantity, value.unit.symbol, value.printed,
                PlantText.number(value.tolerance), value.mark.rawValue, value.source,
            ])
        }
        guard let experiment = published.experiment else { return lines }
        let hours = PlantText.number(experiment.length / .seconds(3600))
        let ignored = PlantText.number(experiment.warmUp / .seconds(60))
        lines += [
            "",
            "Over \(hours) h of plant time without the first \(ignored) min, mean of many runs:",
            "", "| lane | quantity | unit | published | tolerance |", "|---|---|---|---|---|",
        ]
        lines += experiment.lanes.flatMap { lane in
            lane.figures.map { figure in
                row([
                    lane.name, figure.quantity, figure.unit.symbol, figure.printed,
                    PlantText.number(figure.tolerance),
                ])
            }
        }
        return lines
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map(escaped).joined(separator: " | ") + " |"
    }

    /// Text as a cell shows it: no bar, no emphasis.
    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("*", with: "\\*").replacing("_", with: "\\_")
    }
}
