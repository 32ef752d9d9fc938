"""trimtab poll and write against a server of pymodbus."""

import sys

from judging import HERE, Process, judge
from known_device import FORMATS, TAGS
from pymodbus.client import ModbusTcpClient
from server_checks import known_device


def encodings(checks):
    """pymodbus's own encoding of the known values, where it has the order."""
    word_orders = {"ABCD": "big", "CDAB": "little"}
    for tag in TAGS:
        kind, order = tag.keys.get("type"), tag.keys.get("order")
        if not tag.name.startswith(("input.", "holding.")) or kind not in FORMATS:
            continue
        if order in word_orders:
            data_type = ModbusTcpClient.DATATYPE[kind.upper()]
            found = ModbusTcpClient.convert_to_registers(
                tag.value, data_type, word_order=word_orders[order])
            checks.equal(f"pymodbus encodes {tag.name}", tag.words, found)


def main(checks, trimtab, folder):
    encodings(checks)
    with Process(sys.executable, "-B", HERE / "known_device_server.py") as server:
        known_device(checks, trimtab, folder, server)


judge(main)
