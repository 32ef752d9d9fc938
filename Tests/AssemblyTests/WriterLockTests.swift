import Assembly
import Foundation
import Testing

struct WriterLockTests {
    @Test func oneWriterAtATimeAndTheNextWhenItIsGone() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("trimtab-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path + ".lock") }
        var first: WriterLock? = try WriterLock(beside: path)
        #expect(first != nil)
        #expect(throws: RunError.secondWriter(path)) { try WriterLock(beside: path) }
        first = nil
        _ = try WriterLock(beside: path)
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        #expect(
            throws: RunError.other(
                "cannot make '/nowhere/x.jsonl.lock': No such file or directory.")
        ) { try WriterLock(beside: "/nowhere/x.jsonl") }
    }
}
