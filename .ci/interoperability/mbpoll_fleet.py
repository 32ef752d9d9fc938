"""mbpoll against our fleet: plain tables and the evaporator's PLCs."""

from judging import fleet, free_port, judge, mbpoll, mbpoll_values


class Device:
    """One port and unit id, and what mbpoll makes of it."""

    def __init__(self, checks, port, unit=1):
        self.checks, self.port, self.unit = checks, port, unit

    def poll(self, kind, start, *more, values=()):
        return mbpoll(self.port, "-a", self.unit, "-t", kind, "-r", start, *more, values=values)

    def reads(self, kind, start, expected, *more):
        result = self.poll(kind, start, "-c", len(expected), *more)
        found = list(mbpoll_values(result).values()) or result.errors.strip()
        self.checks.equal(f"reads {kind} {start}, {len(expected)} of it", expected, found)

    def writes(self, kind, start, values, *more):
        result = self.poll(kind, start, *more, values=values)
        expected = f"Written {len(values)} references."
        found = result.output.strip().splitlines()[-1:] + result.errors.strip().splitlines()
        self.checks.equal(f"writes {kind} {start} {' '.join(values)}", [expected], found)

    def refuses(self, kind, start, words, count=1, values=()):
        more = [] if values else ["-c", count]
        result = self.poll(kind, start, *more, values=values)
        verb = "write" if values else "read"
        self.checks.contains(f"refuses to {verb} {kind} {start}, {count} of it", words,
                             result.errors)

    def number(self, kind, start, *more):
        """One value as a number; NaN where there is none."""
        values = mbpoll_values(self.poll(kind, start, *more))
        return float(values.get(start, "nan"))


OUTSIDE = "Illegal data address"


def bits(device):
    """Coils and discrete inputs: 0 to 1999 are there."""
    device.reads("0", 0, ["0"] * 125)
    device.writes("0", 0, ["1"])
    device.writes("0", 7, ["1", "0", "1", "1", "0", "0", "1", "0", "1", "1"])
    device.reads("0", 0, list("10000001011001011000"))
    device.writes("0", 1999, ["1"])
    device.reads("0", 1999, ["1"])
    device.reads("0", 1990, list("0000000001"))
    device.refuses("0", 2000, OUTSIDE)
    device.refuses("0", 1999, OUTSIDE, count=2)
    device.refuses("0", 2000, OUTSIDE, values=["1"])
    device.refuses("0", 1999, OUTSIDE, values=["0", "0"])
    device.reads("0", 1999, ["1"])
    device.reads("1", 0, ["0"] * 125)
    device.reads("1", 1999, ["0"])
    device.refuses("1", 2000, OUTSIDE)
    device.refuses("1", 1990, OUTSIDE, count=11)


def registers(device):
    """Input and holding registers: 0 to 199 are there."""
    device.reads("3", 0, ["0"] * 125)
    device.reads("3", 75, ["0"] * 125)
    device.reads("3:int", 198, ["0"])
    device.refuses("3", 200, OUTSIDE)
    device.refuses("3", 76, OUTSIDE, count=125)
    device.reads("4", 75, ["0"] * 125)
    device.writes("4", 0, ["4660"])
    device.writes("4", 1, ["1", "22136", "32767"])
    device.reads("4:hex", 0, ["0x1234", "0x0001", "0x5678", "0x7FFF"])
    device.writes("4", 199, ["4711"])
    device.reads("4", 199, ["4711"])
    device.writes("4", 77, [str(place) for place in range(123)])
    device.reads("4", 77, [str(place) for place in range(123)])
    device.refuses("4", 200, OUTSIDE)
    device.refuses("4", 199, OUTSIDE, count=2)
    device.refuses("4", 200, OUTSIDE, values=["1"])
    device.refuses("4", 198, OUTSIDE, values=["9", "9", "9"])
    device.reads("4", 198, ["121", "122"])


def wide(device):
    """32-bit values in both word orders: the registers show which."""
    device.writes("4:int", 10, ["305419896"], "-B")
    device.reads("4:hex", 10, ["0x1234", "0x5678"])
    device.reads("4:int", 10, ["305419896"], "-B")
    device.writes("4:int", 12, ["-70000"])
    device.reads("4:hex", 12, ["0xEE90", "0xFFFE"])
    device.reads("4:int", 12, ["-70000"])
    device.writes("4:float", 14, ["161.5", "-0.375"], "-B")
    device.reads("4:hex", 14, ["0x4321", "0x8000", "0xBEC0", "0x0000"])
    device.reads("4:float", 14, ["161.5", "-0.375"], "-B")
    device.writes("4:float", 18, ["161.5"])
    device.reads("4:hex", 18, ["0x8000", "0x4321"])
    device.reads("4:float", 18, ["161.5"])
    device.refuses("4:int", 199, OUTSIDE)
    device.refuses("4:float", 199, OUTSIDE, values=["1.5"])


def evaporator(checks, ports):
    """One instrument of each PLC in its own encoding, and two setpoints."""
    steam, separator = Device(checks, ports["steam"]), Device(checks, ports["separator"])
    feed, condenser = Device(checks, ports["feed"]), Device(checks, ports["condenser"])
    checks.close("steam pressure, kPa", 194.7, steam.number("3:float", 0, "-B"), 25)
    checks.close("separator level, m", 1, separator.number("3:float", 0), 0.2)
    checks.close("feed flow, kg/min", 10, feed.number("3", 0) * 20 / 65535, 2)
    checks.close("operating pressure, kPa", 50.5, condenser.number("3", 0) / 100, 5)
    for name, device in (("steam", steam), ("condenser", condenser)):
        checks.equal(f"{name} takes setpoints", 1.0, device.number("1", 0))
    steam.writes("4:float", 0, ["190.25"], "-B")
    steam.reads("4:float", 0, ["190.25"], "-B")
    condenser.writes("4", 0, ["5125"])
    condenser.reads("4", 0, ["5125"])
    # A setpoint beyond the actuator's range stops at its end.
    condenser.writes("4", 0, ["9000"])
    condenser.reads("4", 0, ["7800"])
    steam.refuses("3", 11, OUTSIDE)
    steam.refuses("4", 2, OUTSIDE)
    steam.refuses("0", 0, OUTSIDE)


def main(checks, trimtab, _folder):
    with fleet(trimtab, "plain-device.yaml", "--first-port", free_port()) as plain:
        device = Device(checks, plain.ports["plain"])
        bits(device)
        registers(device)
        wide(device)
        stranger = Device(checks, device.port, unit=9)
        stranger.refuses("4", 0, "Target device failed to respond")
        checks.equal("simulate ends with", 0, plain.end())
    with fleet(trimtab, "evaporator.yaml", "--first-port", free_port(4)) as plant:
        evaporator(checks, plant.ports)


judge(main)
