import ModbusWire

extension ConnectionTable {
    /// Bytes the connections and the table itself hold, backlogs included. O(capacity).
    var allocatedBytes: Int {
        var bytes = capacity * MemoryLayout<Connection>.stride
        for index in 0..<capacity {
            if slots[index].part != nil { bytes += WireLimits.maximumADU }
            bytes += slots[index].backlogCapacity
        }
        return bytes
    }
}
