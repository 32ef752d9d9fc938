import Assembly
import Logging
import Testing

struct GracefulRunTests {
    struct Refusal: Error, Equatable {}

    @Test func theWorksResultIsReturned() async throws {
        let result = try await withGracefulShutdown(logger: Logger(label: "test")) { 42 }
        #expect(result == 42)
    }

    @Test func theWorksOwnErrorIsThrown() async {
        await #expect(throws: Refusal.self) {
            try await withGracefulShutdown(logger: Logger(label: "test")) { throw Refusal() }
        }
    }
}
