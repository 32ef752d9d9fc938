import Testing

@testable import Fleet

struct ConnectionTests {
    private func waiting(_ connection: Connection) -> [UInt8] {
        Array(
            UnsafeRawBufferPointer(
                start: connection.backlog.map { $0 + connection.backlogStart },
                count: connection.backlogCount))
    }

    @Test
    func aBacklogKeepsItsOrderWhateverIsTaken() {
        var connection = Connection()
        var expected: [UInt8] = []
        for round in UInt8(0)..<200 {
            let bytes = [UInt8](repeating: round, count: 1 + Int(round) % 37)
            bytes.withUnsafeBytes { connection.keepBacklog($0) }
            expected += bytes
            let taken = min(expected.count, Int(round) % 29)
            connection.dropBacklog(taken)
            expected.removeFirst(taken)
            #expect(waiting(connection) == expected)
        }
        connection.dropBacklog(expected.count)
        #expect(connection.backlog == nil && connection.backlogCount == 0)
    }

    @Test
    func aPartialADUIsAsOldAsItsFirstByte() {
        var connection = Connection()
        let bytes: [UInt8] = [0, 1, 0, 0]
        bytes.withUnsafeBytes { buffer in
            connection.keepPart(.init(rebasing: buffer[..<2]), isNew: true, at: 10)
            connection.keepPart(buffer, isNew: false, at: 20)
        }
        #expect(connection.partSince == 10 && connection.partCount == 4)
        bytes.withUnsafeBytes { connection.keepPart($0, isNew: true, at: 30) }
        #expect(connection.partSince == 30)
        connection.part?.deallocate()
    }

    @Test
    func theTableGrowsToAnyDescriptorAndKeepsTheOthers() {
        var table = ConnectionTable()
        for descriptor in [3, 63, 64, 5000] as [Int32] {
            table.insert(descriptor, Connection(listener: Int(descriptor)))
        }
        #expect(table.count == 4)
        for descriptor in [3, 63, 64, 5000] as [Int32] {
            #expect(table[descriptor].pointee.listener == Int(descriptor))
        }
        table.remove(64)
        #expect(table[64].pointee.listener == -1 && table.count == 3)
    }
}
