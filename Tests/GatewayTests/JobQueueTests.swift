import Tags
import Testing

@testable import Gateway

struct JobQueueTests {
    @Test(arguments: UInt64(0)..<50)
    func keepsTheOrderOfAnArray(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = JobQueue()
        var model: [Job] = []
        for index in 0..<400 {
            let job = Job(kind: .read, index: Int32(index))
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                queue.append(job)
                model.append(job)
            case 2:
                queue.prepend(job)
                model.insert(job, at: 0)
            default:
                #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.isEmpty == model.isEmpty)
        }
    }
}
