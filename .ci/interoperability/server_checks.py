"""trimtab against a server that holds the known device: every value read, setpoints written."""

import json

from judging import HOST, mbpoll, mbpoll_values, run
from known_device import CROSSED, MISSING, SCRATCH, SETPOINTS, TAGS, UNIT, profile, words_of
from pymodbus.client import ModbusTcpClient


class KnownDevice:
    """The server, its profile, and a pymodbus client that looks behind trimtab's back."""

    def __init__(self, checks, trimtab, folder, server):
        self.checks, self.trimtab, self.server = checks, trimtab, server
        self.port = int(server.wait_for_line(lambda line: line.startswith("port ")).split()[1])
        self.profile = folder / "known-device.yaml"
        self.profile.write_text(profile(self.port, TAGS), encoding="utf-8")
        self.missing = folder / "missing.yaml"
        self.missing.write_text(profile(self.port, MISSING), encoding="utf-8")
        self.journal = folder / "writes.jsonl"
        self.token = 0
        self.seen = len(server.lines)

    def words(self, tag):
        """What a pymodbus client reads there."""
        with ModbusTcpClient(HOST, port=self.port) as client:
            count = len(tag.words)
            if tag.table == "coils":
                answer = client.read_coils(tag.address, count=count, device_id=UNIT)
                return [int(bit) for bit in answer.bits[:count]]
            answer = client.read_holding_registers(tag.address, count=count, device_id=UNIT)
            return answer.registers

    def writes(self):
        """The writes the server got since the last call. A write of ours ends the list."""
        self.token += 1
        with ModbusTcpClient(HOST, port=self.port) as client:
            client.write_register(SCRATCH, self.token, device_id=UNIT)
        last = f"write 6 {SCRATCH} {self.token}"
        self.server.wait_for_line(lambda line: line == last, self.seen)
        new = self.server.lines[self.seen:]
        end = new.index(last)
        self.seen += end + 1
        return [line for line in new[:end] if line.startswith("write ")]

    def poll(self, path):
        result = run(self.trimtab, "poll", path, "--format", "json")
        lines = [json.loads(line) for line in result.output.splitlines() if line.startswith("{")]
        return result, {line["tag"]: line for line in lines}

    def write(self, tag, value, *options):
        return run(self.trimtab, "write", self.profile, f"judge.{tag}", "--journal", self.journal,
                   *options, "--", value)


def known_device(checks, trimtab, folder, server):
    """All checks of one server."""
    device = KnownDevice(checks, trimtab, folder, server)
    check = run(trimtab, "check", device.profile)
    checks.equal("trimtab check", (0, ""), (check.code, check.errors.strip()))
    judges_agree(device)
    reads(device)
    missing(device)
    writes(device)
    refusals(device)
    interval(device)


def judges_agree(device):
    """Before trimtab is judged, mbpoll sees the same device."""
    tag = next(tag for tag in TAGS if tag.name == "input.int32.ABCD")
    result = mbpoll(device.port, "-a", UNIT, "-t", "3:int", "-B", "-r", tag.address)
    device.checks.equal("mbpoll reads the server", {tag.address: str(tag.value)},
                        mbpoll_values(result))


def reads(device):
    checks = device.checks
    result, found = device.poll(device.profile)
    checks.equal("poll exits", (0, ""), (result.code, result.errors.strip()))
    checks.equal("poll prints every tag once", len(TAGS), len(result.output.splitlines()))
    run_of_words = []
    for tag in TAGS:
        line = found.get(f"judge.{tag.name}", {})
        value = line.get("value")
        if tag.name.startswith("run."):
            run_of_words.append(value == tag.value)
            continue
        expected = (tag.value, tag.unit, "good")
        seen = (value, line.get("unit"), line.get("status"))
        is_scaled = "scale" in tag.keys and isinstance(value, float)
        is_near = is_scaled and abs(value - tag.value) < 1e-9 and expected[1:] == seen[1:]
        same_kind = isinstance(tag.value, (bool, str)) == isinstance(value, (bool, str))
        checks.holds(f"reads {tag.name}", expected, seen,
                     is_near or (expected == seen and same_kind))
    checks.equal("reads 130 registers in a row", (130, 130), (len(run_of_words), sum(run_of_words)))


def missing(device):
    result, found = device.poll(device.missing)
    device.checks.equal("poll exits where values are missing", 1, result.code)
    for tag in MISSING:
        line = found.get(f"judge.{tag.name}", {})
        seen = (line.get("value"), line.get("status"), line.get("reason"))
        device.checks.equal(f"reads {tag.name}", (None, "bad", tag.reason), seen)


# Tag, value, the function code it goes out with, and the words in the order they go out in.
WRITES = [
    ("single", 162.5, 6, words_of("int16", "ABCD", 1625)),
    ("multiple", 45, 16, words_of("uint16", "ABCD", 45)),
    ("crossed", 196.25, 16, words_of("float32", "CDAB", 196.25)),
    ("wide", -0.375, 16, words_of("float64", "DCBA", -0.375)),
    ("long", -65537, 16, words_of("int32", "BADC", -65537)),
    ("switch", 1, 5, [1]),
    ("switches", 1, 15, [1]),
]


def writes(device):
    checks = device.checks
    tags = {tag.name: tag for tag in SETPOINTS}
    device.writes()
    for name, value, function, words in WRITES:
        tag = tags[name]
        result = device.write(name, value, "--yes")
        checks.holds(f"writes {name}", "exit 0, applied", f"exit {result.code}, {result.text}",
                     result.code == 0 and "applied" in result.output)
        sent = " ".join(str(word) for word in ["write", function, tag.address, *words])
        checks.equal(f"sends {name} once", [sent], device.writes())
        shown = words_of("float32", "ABCD", value) if tag.address == CROSSED else words
        checks.equal(f"pymodbus reads {name} back", shown, device.words(tag))
    entries = [json.loads(line) for line in device.journal.read_text().splitlines()]
    kinds = [entry.get("kind") for entry in entries]
    checks.equal("the journal has intent and outcome of each", ["intent", "outcome"] * len(WRITES),
                 kinds)
    _, found = device.poll(device.profile)
    read = [found.get(f"judge.{name}", {}).get("value") for name, *_ in WRITES]
    checks.equal("poll shows what was written", [value for _, value, *_ in WRITES], read)


# What must not leave: tag, value, options, and words of the reason.
REFUSALS = [
    ("guarded", 101, ["--yes"], "outside"),
    ("guarded", -1, ["--yes"], "outside"),
    ("guarded", 56, ["--yes"], "a step from"),
    ("guarded", "nan", ["--yes"], ""),
    ("guarded", "inf", ["--yes"], ""),
    ("guarded", 53, [], "--yes"),
    ("switch", 0.5, ["--yes"], ""),
    ("holding.uint16.ABCD", 1, ["--yes"], "not on the list of manipulated tags"),
    ("input.uint16.ABCD", 1, ["--yes"], "not on the list of manipulated tags"),
    ("no.such.tag", 1, ["--yes"], "no tag"),
]


def refusals(device):
    checks = device.checks
    guarded = next(tag for tag in SETPOINTS if tag.name == "guarded")
    before = device.words(guarded)
    for name, value, options, reason in REFUSALS:
        result = device.write(name, value, *options)
        title = " ".join(["write", name, str(value), *options])
        checks.holds(f"{title} is refused", f"exit 1, …{reason}…",
                     f"exit {result.code}, {result.text}",
                     result.code == 1 and reason in result.text)
        checks.equal(f"{title} sends no write", [], device.writes())
    checks.equal("the register is unchanged", before, device.words(guarded))


def interval(device):
    """The least time between two writes holds across commands, by the journal."""
    checks = device.checks
    guarded = next(tag for tag in SETPOINTS if tag.name == "guarded")
    first = device.write("guarded", 53, "--yes")
    checks.equal("a first write", 0, first.code)
    second = device.write("guarded", 54, "--yes")
    checks.holds("a second one at once is refused", "exit 1, …W4…",
                 f"exit {second.code}, {second.text}", second.code == 1 and "W4" in second.text)
    checks.equal("one write was sent", [f"write 6 {guarded.address} 53"], device.writes())
    checks.equal("the register holds the first", [53], device.words(guarded))
