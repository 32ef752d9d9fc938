"""A capture of pymodbus at work, read through tshark, played again and served again."""

import json

from judging import HOST, capture, fleet, free_port, judge, run
from pymodbus.client import ModbusTcpClient

WORDS = [3, 1, 4, 1, 5, 9, 2, 6]


def work(port):
    """Writes, reads and a refusal; what the reads brought."""
    with ModbusTcpClient(HOST, port=port, timeout=5, retries=0) as client:
        client.write_registers(10, WORDS)
        client.write_coils(3, [True, False, True])
        client.read_holding_registers(199, count=2)
        return seen(client)


def seen(client):
    return (client.read_holding_registers(8, count=12).registers,
            client.read_coils(0, count=8).bits,
            client.read_input_registers(0, count=4).registers)


def main(checks, trimtab, folder):
    path = folder / "work.pcapng"
    with fleet(trimtab, "plain-device.yaml", "--first-port", free_port()) as served:
        port = served.ports["plain"]
        with capture(path, [port]):
            found = work(port)
        checks.equal("what was written is read", WORDS, found[0][2:10])

        told = run(trimtab, "replay", path)
        checks.equal("replay reads the capture", 0, told.code)
        checks.contains("it holds six requests, one refused",
                        f"{HOST}:{port}, unit 1: 6 requests, 1 refused, 0 not answered", told.text)
        again = run(trimtab, "replay", path, "--against", f"{HOST}:{port}")
        checks.equal("played again at the same device, all answers are equal",
                     (0, "6 requests, 6 answers equal, 0 different"), (again.code, again.text))

    profile = folder / "seen.yaml"
    saved = run(trimtab, "replay", path, "--save-profile", profile, "--tags")
    checks.equal("a profile is saved", 0, saved.code)
    checks.equal("it checks", 0, run(trimtab, "check", profile).code)
    with fleet(trimtab, profile) as served:
        device = next(iter(served.devices.values()))
        with ModbusTcpClient(HOST, port=device["port"], timeout=5, retries=0) as client:
            # The record's last values are reached within its few milliseconds.
            checks.equal("the replaying device answers as the captured one", found, seen(client))
            checks.holds("what nobody asked for is absent", "an exception", "an exception",
                         client.read_holding_registers(100, count=1).isError())
    polled = run(trimtab, "poll", profile, "--format", "json")
    checks.equal("the saved profile can be polled", 0, polled.code)
    values = {row["tag"]: row["value"] for row in map(json.loads, polled.output.splitlines())}
    tag = f"{device['name']}.holding10"
    checks.equal("and its tags have the captured values", 3, values.get(tag))


judge(main)
