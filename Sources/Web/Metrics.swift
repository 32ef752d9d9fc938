import Fleet
import ModbusWire
import Profiles
import Tags

/// A fleet's counters in the text format of Prometheus, version 0.0.4.
enum Metrics {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// One family: a name, what it is, and its samples.
    private struct Family {
        let name: String
        let type: String
        let help: String
        var samples: [(labels: [(String, String)], value: String)] = []
    }

    static func text(_ report: FleetReport, profile: String) -> String {
        var lines: [String] = []
        for family in families(report, profile: profile) {
            lines.append("# HELP \(family.name) \(family.help)")
            lines.append("# TYPE \(family.name) \(family.type)")
            for sample in family.samples {
                let labels = sample.labels.map { "\($0)=\"\(escaped($1))\"" }
                let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
                lines.append("\(family.name)\(list) \(sample.value)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func families(_ report: FleetReport, profile: String) -> [Family] {
        [
            Family(
                name: "trimtab_fleet_info", type: "gauge", help: "The run; always 1.",
                samples: [([("profile", profile), ("seed", "\(report.seed)")], "1")]),
            Family(
                name: "trimtab_plant_time_seconds", type: "gauge", help: "Plant time.",
                samples: [([], "\(report.now.seconds)")]),
            Family(
                name: "trimtab_plant_steps_total", type: "counter", help: "Plant steps made.",
                samples: [([], "\(report.steps)")]),
            Family(
                name: "trimtab_requests_total", type: "counter",
                help: "Requests by device, function code and outcome.",
                samples: report.requests.map { count in
                    (
                        [
                            ("device", count.device ?? ""),
                            ("function", "\(count.function.rawValue)"),
                            ("outcome", count.outcome.rawValue),
                        ], "\(count.count)"
                    )
                }),
            Family(
                name: "trimtab_exceptions_total", type: "counter",
                help: "Exception answers by code.",
                samples: report.exceptions.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    ([("code", "\($0.key.rawValue)")], "\($0.value)")
                }),
            tableFamily(report),
        ] + deviceFamilies(report) + wholeFamilies(report)
    }

    /// Requests by device, table and whether they read or write; function code 23 does both.
    private static func tableFamily(_ report: FleetReport) -> Family {
        var sums: [[String]: Int] = [:]
        for count in report.requests {
            let kinds: [(PrimaryTable, String)] =
                switch count.function.rawValue {
                case 1: [(.coils, "read")]
                case 2: [(.discreteInputs, "read")]
                case 3: [(.holdingRegisters, "read")]
                case 4: [(.inputRegisters, "read")]
                case 5, 15: [(.coils, "write")]
                case 6, 16, 22: [(.holdingRegisters, "write")]
                case 23: [(.holdingRegisters, "read"), (.holdingRegisters, "write")]
                default: []
                }
            for (table, kind) in kinds {
                sums[[count.device ?? "", table.rawValue, kind], default: 0] += count.count
            }
        }
        return Family(
            name: "trimtab_table_requests_total", type: "counter",
            help: "Requests by device, table and access.",
            samples: sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                (
                    [("device", $0.key[0]), ("table", $0.key[1]), ("access", $0.key[2])],
                    "\($0.value)"
                )
            })
    }

    private static func deviceFamilies(_ report: FleetReport) -> [Family] {
        func family(
            _ name: String, _ type: String, _ help: String, _ value: (DeviceCounters) -> Int
        ) -> Family {
            Family(
                name: name, type: type, help: help,
                samples: report.devices.map {
                    ([("device", $0.place.name)], "\(value($0.counters))")
                })
        }
        return [
            family("trimtab_connections", "gauge", "Connections of a device's listener.") {
                $0.connections
            },
            family(
                "trimtab_connections_accepted_total", "counter",
                "Connections a device's listener has accepted."
            ) { $0.accepted },
            family(
                "trimtab_device_suspended", "gauge", "1 while a device is off the network."
            ) { $0.isSuspended ? 1 : 0 },
            Family(
                name: "trimtab_fault_strikes_total", type: "counter",
                help: "How often each fault struck.",
                samples: report.faults.map {
                    ([("number", "\($0.number)"), ("fault", $0.rule.name)], "\($0.strikes)")
                }),
            Family(
                name: "trimtab_fault_active", type: "gauge", help: "1 while a fault plays.",
                samples: report.faults.map {
                    (
                        [("number", "\($0.number)"), ("fault", $0.rule.name)],
                        $0.phase == .active ? "1" : "0"
                    )
                }),
        ]
    }

    private static func wholeFamilies(_ report: FleetReport) -> [Family] {
        let counters = report.counters
        let closed = [
            ("malformed", counters.malformed), ("crowded out", counters.crowdedOut),
            ("idle", counters.idle), ("unfinished", counters.unfinished),
            ("stalled", counters.stalled),
        ]
        return [
            Family(
                name: "trimtab_unknown_unit_requests_total", type: "counter",
                help: "Requests for unit ids that nobody has.",
                samples: [([], "\(counters.unknownUnits)")]),
            Family(
                name: "trimtab_connections_closed_total", type: "counter",
                help: "Connections that the fleet closed, by reason.",
                samples: closed.map { ([("reason", $0.0)], "\($0.1)") }),
        ]
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(character)
            }
        }.joined()
    }
}
