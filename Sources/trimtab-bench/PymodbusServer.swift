/// pymodbus's own server, as its documentation shows it, run by an interpreter that has it.
enum PymodbusServer {
    static let name = "pymodbus"

    static func start(_ python: String) throws(BenchError) -> PeerServer {
        try PeerServer(python, leading: ["-c", script], core: Cores.measured)
    }

    /// 256 holding registers. Written for pymodbus 3.16.
    private static let script = """
        asyncio, sys = map(__import__, ("asyncio", "sys"))
        from pymodbus.server import ModbusTcpServer
        from pymodbus.simulator import DataType, SimData, SimDevice

        async def main():
            registers = SimData(0, values=[1234] * 256, datatype=DataType.REGISTERS)
            device = SimDevice(1, simdata=[registers])
            port = int(sys.argv[sys.argv.index("--port") + 1])
            await ModbusTcpServer(device, address=("127.0.0.1", port)).serve_forever()

        asyncio.run(main())
        """
}
