"""The known device as a server of pymodbus: says 'port N', then each write it gets."""

import asyncio

from known_device import CROSSED, UNIT, words
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


async def report(function, _start, address, _count, _registers, values):
    """Says what a client writes, and turns the words of the crossed pair."""
    if values is not None:
        print("write", function, address, *(int(value) for value in values), flush=True)
        if address == CROSSED and len(values) == 2:
            values.reverse()


def blocks(table, kind):
    """Runs of a table, for what lies between them does not exist."""
    runs = []
    for name, address, word in words():
        if name != table:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == address:
            runs[-1][1].append(word)
        else:
            runs.append((address, [word]))
    if kind is DataType.BITS:
        return [SimData(a, values=[bool(word) for word in run], datatype=kind) for a, run in runs]
    return [SimData(a, values=run, datatype=kind) for a, run in runs]


async def serve():
    tables = (
        blocks("coils", DataType.BITS),
        blocks("discreteInputs", DataType.BITS),
        blocks("holdingRegisters", DataType.REGISTERS),
        blocks("inputRegisters", DataType.REGISTERS))
    device = SimDevice(UNIT, simdata=tables, action=report)
    server = ModbusTcpServer(device, address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    print("port", server.transport.sockets[0].getsockname()[1], flush=True)
    await server.serving


asyncio.run(serve())
