package import Fleet
import ModbusWire
package import Profiles
import Tags

/// Counts the writes that broke a limit, by the devices' own word on what reached them.
///
/// It trusts nothing that the writer says of itself. Writes to anything but a manipulated tag count
/// too.
package enum LimitAudit {
    /// How many of the received writes should never have come.
    ///
    /// - Parameters:
    ///   - writes: Everything one device received, oldest first.
    ///   - tags: The device's tags.
    /// - Returns: Writes beyond a limit, each counted once.
    package static func violations(in writes: [ReceivedWrite], tags: [TagProfile]) -> Int {
        var violations = 0
        var last: [TagProfileKey: (value: Double?, write: ReceivedWrite)] = [:]
        for write in writes {
            guard
                let tag = tags.first(where: { $0.isWritten(by: write) }), let limits = tag.limits,
                case .value(let decoded) = tag.mapping.decode(write.words, order: .write),
                let value = decoded.number
            else {
                violations += 1
                continue
            }
            let key = TagProfileKey(table: tag.mapping.table.rawValue, address: tag.mapping.address)
            var isBroken = !limits.range.contains(value)
            if let before = last[key] {
                // A register rounds to its steps, at either end of the move.
                let slack = 2 * tag.mapping.halfStep
                if let held = before.value, abs(value - held) > limits.maximumStep + slack {
                    isBroken = true
                }
                if write.time - before.write.time < limits.minimumInterval { isBroken = true }
            }
            if isBroken { violations += 1 }
            // A refused write left the register alone, and still counts for the interval.
            let held = write.refusal == nil ? value : last[key]?.value
            last[key] = (held, write)
        }
        return violations
    }
}

private struct TagProfileKey: Hashable {
    let table: String
    let address: Int
}

extension TagProfile {
    fileprivate func isWritten(by write: ReceivedWrite) -> Bool {
        limits != nil && mapping.table == write.table && mapping.address == write.address
            && mapping.count == write.words.count
    }
}
