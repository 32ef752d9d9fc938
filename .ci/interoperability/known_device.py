"""A device whose every register is known: what it holds, and the profile that reads it.

A judge's server holds `words()`; `profile(port)` is what trimtab gets. The words are made here with
`struct`, apart from trimtab's own encoding.
"""

import json
import struct
from dataclasses import dataclass, field

UNIT = 17
FORMATS = {
    "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q",
    "float32": "f", "float64": "d",
}
ORDERS = ["ABCD", "CDAB", "BADC", "DCBA"]
# A pair of registers that takes its words the other way round than it shows them.
CROSSED = 304
# A register that no tag names; the judge writes there to see that a log is complete.
SCRATCH = 399


@dataclass(frozen=True)
class Tag:
    """A tag, what it must read as, and the words (or bits) that say so."""

    name: str
    table: str
    address: int
    value: object
    words: list
    keys: dict = field(default_factory=dict)
    reason: str = None

    @property
    def unit(self):
        return self.keys.get("unit", "")


def words_of(kind, order, value):
    """The registers of a value: A is the most significant byte."""
    if isinstance(value, str):
        data = value.encode()
        data += b"\0" * (len(data) % 2)
    else:
        data = struct.pack(">" + FORMATS[kind], value)
    words = list(struct.unpack(f">{len(data) // 2}H", data))
    if order in ("CDAB", "DCBA"):
        words.reverse()
    if order in ("BADC", "DCBA"):
        words = [word >> 8 | (word & 0xFF) << 8 for word in words]
    return words


def single(value):
    """The nearest number a float32 holds."""
    return struct.unpack(">f", struct.pack(">f", value))[0]


def number(table, name, address, kind, value, order=None, raw=None, **keys):
    """A tag of a numeric type; `raw` is what the registers hold if that is not the value."""
    keys = {"type": kind, **({"order": order} if order else {}), **keys}
    words = words_of(kind, order, value if raw is None else raw)
    return Tag(name, table, address, value, words, keys)


VALUES = {
    "inputRegisters": {
        "int16": 0x1234, "uint16": 0xFEDC, "int32": 0x12345678, "uint32": 0xFEDCBA98,
        "int64": 0x123456789ABCDEF0, "uint64": 0xFEDCBA9876543210, "float32": 161.5,
        "float64": 3.141592653589793,
    },
    "holdingRegisters": {
        "int16": -32768, "uint16": 65535, "int32": -2, "uint32": 2**32 - 1, "int64": -(2**63),
        "uint64": 2**64 - 1, "float32": single(-1.5e-7), "float64": -2.5e300,
    },
}


def _every_type(table, word):
    """Each type in each order; three registers that do not exist stand between two types."""
    tags = []
    address = 0
    for kind, value in VALUES[table].items():
        size = struct.calcsize(FORMATS[kind])
        for order in ORDERS if size > 2 else ["ABCD", "BADC"]:
            tags.append(number(table, f"{word}.{kind}.{order}", address, kind, value, order))
            address += size // 2
        address += 3
    for order, text in (("ABCD", "Kiln 7, 90 °C"), ("BADC", "blank padded")):
        keys = {"type": "string 16", "order": order}
        padding = "\0" if order == "ABCD" else " "
        padded = text + padding * (16 - len(text.encode()))
        words = words_of("string", order, padded)
        tags.append(Tag(f"{word}.string.{order}", table, address, text, words, keys))
        address += 8
    return tags


def _bits():
    tags = []
    register = 0b1010_0000_0000_0101
    for order, address in (("ABCD", 200), ("BADC", 201)):
        word = words_of("uint16", order, register)
        for bit in (0, 1, 2, 8, 13, 15):
            keys = {"type": f"bit {bit}", "order": order}
            tags.append(Tag(f"bit.{order}.b{bit}", "holdingRegisters", address,
                            bool(register >> bit & 1), word, keys))
    for table, word, pattern in (
            ("coils", "coil", 0x1_5A3C_96E1), ("discreteInputs", "contact", 0x0_A5C3_691E)):
        for place in range(37):
            value = bool(pattern >> place & 1)
            tags.append(Tag(f"{word}.n{place}", table, 3 + place, value, [int(value)]))
        tags.append(Tag(f"{word}.last", table, 65535, True, [1]))
    return tags


def _others():
    return [
        number("inputRegisters", "scaled", 210, "int16", 7.7, raw=-123, scale=0.1, offset=20,
               unit="°C"),
        number("inputRegisters", "coarse", 211, "uint16", 500, raw=5, scale=100, unit="kPa"),
        number("inputRegisters", "state", 212, "uint16", 2, values={"1": "idle", "2": "running"}),
        number("holdingRegisters", "last.word", 65535, "uint16", 4711),
        number("inputRegisters", "last.pair", 65534, "int32", -70000),
        # More than one request can read.
        *(number("inputRegisters", f"run.n{place}", 1000 + place, "uint16", 50000 - 7 * place)
          for place in range(130)),
    ]


def _limited(tag, lowest, highest, step, **keys):
    limits = {
        "access": "write", "role": "manipulated", "range": [lowest, highest], "maximumStep": step,
        "minimumInterval": "60 s", "writesPerHour": 10, **keys}
    return Tag(tag.name, tag.table, tag.address, tag.value, tag.words, {**tag.keys, **limits})


def _setpoints():
    holding = "holdingRegisters"
    return [
        _limited(number(holding, "single", 300, "int16", 160.0, raw=1600, scale=0.1), 60, 180, 5,
                 writeFunction="single"),
        _limited(number(holding, "multiple", 301, "uint16", 40), 0, 100, 10,
                 writeFunction="multiple"),
        _limited(number(holding, "crossed", CROSSED, "float32", 194.5, "ABCD"), 120, 400, 5,
                 writeOrder="CDAB"),
        _limited(number(holding, "wide", 308, "float64", 0.1, "DCBA"), -1, 1, 0.5),
        _limited(number(holding, "long", 314, "int32", -70000, "BADC"), -80000, 0, 10000),
        _limited(number(holding, "guarded", 320, "uint16", 50), 0, 100, 5),
        _limited(Tag("switch", "coils", 100, False, [0]), 0, 1, 1),
        _limited(Tag("switches", "coils", 110, False, [0]), 0, 1, 1, writeFunction="multiple"),
    ]


SETPOINTS = _setpoints()
TAGS = [
    *_every_type("inputRegisters", "input"), *_every_type("holdingRegisters", "holding"),
    *_bits(), *_others(), *SETPOINTS]
# Without a value, and why.
MISSING = [
    Tag("coded", "inputRegisters", 220, None, [0x8000],
        {"type": "int16", "notAvailable": [0x8000]}, "not available"),
    Tag("nan", "inputRegisters", 222, None, [0x7FC0, 0], {"type": "float32"}, "undecodable"),
    Tag("hole", "inputRegisters", 230, None, [], {"type": "uint16"}, "exception 2"),
]


def words():
    """What the device holds, in order: table, address and word; the scratch register too."""
    held = {("holdingRegisters", SCRATCH): 0}
    for tag in TAGS + MISSING:
        for place, word in enumerate(tag.words):
            held[tag.table, tag.address + place] = word
    return [(table, address, word) for (table, address), word in sorted(held.items())]


def profile(port, tags):
    """A profile in trimtab's YAML that reads these tags at a port of this machine."""
    lines = [
        "profile: known-device", "devices:", "  judge:", "    host: 127.0.0.1",
        f"    port: {port}", f"    unit: {UNIT}", "    tags:"]
    for tag in tags:
        keys = {"table": tag.table, "address": tag.address, **tag.keys}
        lines.append(f"      {tag.name}: {json.dumps(keys, ensure_ascii=False)}")
    return "\n".join([*lines, "scans:", "  all: {interval: 60 s}", ""])
