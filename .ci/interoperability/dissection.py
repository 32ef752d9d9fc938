"""tshark's dissector on all that trimtab, pymodbus and mbpoll say to each other."""

import contextlib
import struct
import sys

from judging import HERE, HOST, ROOT, Process, Raw, capture, fleet, free_port, judge, mbpoll, run
from known_device import TAGS, UNIT, profile
from pymodbus.client import ModbusTcpClient

# The severity "error" of tshark's expert information.
SEVERITY_ERROR = 0x0080_0000


def clients_of_the_fleet(port):
    """mbpoll, pymodbus and pipelined requests, good ones and refused ones."""
    mbpoll(port, "-t", "4:float", "-r", 10, values=["161.5", "-0.375"])
    mbpoll(port, "-t", "4:float", "-r", 10, "-c", 2)
    mbpoll(port, "-t", "0", "-r", 0, "-c", 100)
    mbpoll(port, "-t", "3", "-r", 200)
    with ModbusTcpClient(HOST, port=port, timeout=5, retries=0) as client:
        client.write_coils(3, [True, False] * 900)
        client.read_coils(0, count=2000)
        client.read_discrete_inputs(0, count=2000)
        client.write_registers(0, list(range(123)))
        client.read_holding_registers(0, count=125)
        client.read_input_registers(0, count=125)
        client.write_register(7, 7)
        client.write_coil(7, True)
        client.mask_write_register(address=7, and_mask=0xF0, or_mask=0x05)
        client.readwrite_registers(read_address=0, read_count=2, write_address=1, values=[1])
        client.read_device_information(read_code=1, object_id=0)
        client.read_holding_registers(199, count=2)
        client.read_coils(0, device_id=9)
    with Raw(port) as raw:
        request = struct.pack(">BHH", 3, 0, 20)
        raw.socket.sendall(b"".join(raw.adu(request) for _ in range(16)))
        for _ in range(16):
            raw.receive()


def talk(checks, trimtab, folder, known, plain, plant):
    """Everybody speaks once."""
    clients_of_the_fleet(plain)
    read = folder / "known-device.yaml"
    read.write_text(profile(known, TAGS), encoding="utf-8")
    checks.equal("poll exits", 0, run(trimtab, "poll", read, "--format", "json").code)
    journal = folder / "writes.jsonl"
    for tag, value in (("single", 161), ("crossed", 196.25), ("switches", 1)):
        written = run(trimtab, "write", read, f"judge.{tag}", value, "--yes", "--journal", journal)
        checks.equal(f"write {tag} exits", 0, written.code)
    looped = run(trimtab, "run", ROOT / "profiles/evaporator.yaml", "--connect", f"{HOST}:{plant}",
                 "--mode", "automatic", "--speed", 20, "--duration", "2min", "--plain",
                 "--journal", journal)
    checks.equal("run exits", (0, ""), (looped.code, looped.errors.strip()))


def tshark(path, ports, *options):
    decode = [word for port in ports for word in ("-d", f"tcp.port=={port},mbtcp")]
    # The dissector tells requests from answers by the server's port.
    servers = ["-o", "mbtcp.tcp.port:" + ",".join(map(str, ports))]
    return run("tshark", "-n", "-r", path, *servers, *decode, *options)


def adus(path, ports):
    """Every ADU: stream, whether a server said it, transaction id, unit id, function code."""
    fields = ["tcp.stream", "tcp.srcport", "mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code"]
    found = tshark(path, ports, "-Y", "mbtcp", "-T", "fields",
                   *[word for field in fields for word in ("-e", field)])
    if found.code != 0:
        raise RuntimeError(f"tshark: {found.errors}")
    result = []
    for line in found.output.splitlines():
        stream, source, *lists = line.split("\t")
        columns = [column.split(",") for column in lists]
        if len({len(column) for column in columns}) != 1:
            raise RuntimeError(f"tshark gave up within a frame: {line}")
        is_answer = int(source) in ports
        result += [(int(stream), is_answer, *map(int, adu)) for adu in zip(*columns)]
    return result


def pairs(checks, name, found):
    """Each answer belongs to an open request of its connection, and none stays open."""
    open_requests = {}
    strays, answers = [], 0
    for stream, is_answer, transaction, unit, function in found:
        key = (stream, transaction)
        request = (unit, function & 0x7F)
        if not is_answer:
            if key in open_requests:
                strays.append(("asked twice", *key, *request))
            open_requests[key] = request
        elif open_requests.pop(key, None) == request:
            answers += 1
        else:
            strays.append(("no such request", *key, *request))
    checks.equal(f"{name}: answers and requests that match no other", [], strays[:10])
    checks.equal(f"{name}: requests without an answer", [], list(open_requests.items())[:10])
    return answers


def faults(ports):
    """What no frame may be, as display filters."""
    servers = ", ".join(map(str, ports))
    return {
        "malformed frames": "_ws.malformed",
        "errors": f"_ws.expert.severity == {SEVERITY_ERROR}",
        "bytes on these ports that are no Modbus": "tcp.len > 0 && !mbtcp && !tcp.segment_data",
        # The dissector itself lets this pass.
        "answers whose byte count is not their length":
            f"tcp.srcport in {{{servers}}} && mbtcp.len != modbus.byte_cnt + 3",
    }


def dissect(checks, path, known, plain, plant):
    ports = [known, plain, *plant]
    found = adus(path, ports)
    checks.holds("Modbus frames", "> 100", len(found), len(found) > 100)
    answers = pairs(checks, "all", found)
    checks.equal("half of them are answers", len(found) / 2, answers)
    functions = {function & 0x7F for *_, function in found}
    checks.equal("functions", {1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43}, functions)
    units = {unit for *_, unit, _ in found}
    checks.equal("unit ids", {1, 9, UNIT}, units)
    for name, its_ports in (("known device", [known]), ("plain device", [plain]), ("plant", plant)):
        count = len(adus(path, its_ports))
        checks.holds(f"ADUs of the {name}", "> 20", count, count > 20)
    for title, expression in faults(ports).items():
        shown = tshark(path, ports, "-Y", expression)
        checks.equal(title, (0, ""), (shown.code, shown.output.strip()))


def main(checks, trimtab, folder):
    path = folder / "capture.pcapng"
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(
            Process(sys.executable, "-B", HERE / "known_device_server.py"))
        known = int(server.wait_for_line(lambda line: line.startswith("port ")).split()[1])
        plain = stack.enter_context(
            fleet(trimtab, "plain-device.yaml", "--first-port", free_port())).ports["plain"]
        first = free_port(4)
        evaporator = stack.enter_context(
            fleet(trimtab, "evaporator.yaml", "--first-port", first, "--speed", 20))
        plant = list(evaporator.ports.values())
        checks.equal("ports from --first-port on", list(range(first, first + 4)), plant)
        with capture(path, [known, plain, *plant]):
            talk(checks, trimtab, folder, known, plain, first)
    dissect(checks, path, known, plain, plant)


judge(main)
