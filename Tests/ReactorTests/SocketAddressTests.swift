import Glibc
import Reactor
import Testing

struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", 502, "127.0.0.1:502"),
        ("0.0.0.0", 0, "0.0.0.0:0"),
        ("::1", 65_535, "[::1]:65535"),
        ("2001:DB8:0:0::5", 502, "[2001:db8::5]:502"),
    ])
    func readsNumericAddresses(host: String, port: Int, text: String) {
        #expect(SocketAddress(host: host, port: port)?.description == text)
    }

    @Test(arguments: [
        ("localhost", 502), ("127.1", 502), ("1.2.3.256", 502), ("", 502), ("::1%", 502),
        ("127.0.0.1%lo", 502), ("127.0.0.1", -1), ("127.0.0.1", 65_536),
    ])
    func refusesNamesAndWhatIsOutOfRange(host: String, port: Int) {
        #expect(SocketAddress(host: host, port: port) == nil)
    }

    @Test func spellsErrorsAsAPersonReadsThem() {
        #expect(SystemError(call: "bind", code: EACCES).description == "bind: permission denied")
        #expect(SystemError(call: "x", code: 9_999).description == "x: error 9999")
    }
}
