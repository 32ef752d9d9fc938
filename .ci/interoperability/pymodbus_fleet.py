"""A pymodbus client, and bare requests, against our fleet."""

import time

from fleet_client import FLOAT, Client, pdu, refused
from judging import PATIENCE, Raw, fleet, free_port, judge
from plain_device import bare, every_function, exceptions, identity, services
from pymodbus.client import ModbusTcpClient
from pymodbus.constants import ExcCodes

# Address and form of each instrument (the scale of a 16-bit register, or the word order of a
# float32), its value at the design point, and how far from it noise and disturbances may lead.
INSTRUMENTS = {
    "feed": [
        ("F1, kg/min", 0, 20 / 65535, 10, 2), ("T1, °C", 1, 100 / 65535, 40, 6),
        ("F3, kg/min", 2, 100 / 65535, 50, 5), ("F3.held, kg/min", 3, 100 / 65535, 50, 1),
        ("X1.laboratory, %", 4, 20 / 65535, 5, 1)],
    "steam": [
        ("P100, kPa", 0, "big", 194.7, 20), ("F100, kg/min", 2, "big", 9.3, 2),
        ("T100, °C", 4, "big", 119.9, 5), ("T2, °C", 6, "big", 84.6, 5),
        ("P100.held, kPa", 8, "big", 194.7, 1)],
    "separator": [
        ("L2, m", 0, "little", 1, 0.2), ("F2, kg/min", 2, "little", 2, 1),
        ("L2.held, m", 4, "little", 1, 0.1), ("X2, %", 6, "little", 25, 5)],
    "condenser": [
        ("P2, kPa", 0, 0.01, 50.5, 5), ("T3, °C", 1, 0.1, 80.6, 5),
        ("F200, kg/min", 2, 0.1, 208, 60), ("T200, °C", 3, 0.1, 25, 5),
        ("T201, °C", 4, 0.1, 46.1, 6), ("P2.held, kPa", 5, 0.01, 50.5, 0.5)],
}


def instruments(name, client):
    for title, address, form, design, tolerance in INSTRUMENTS[name]:
        if isinstance(form, str):
            value = client.single("read_input_registers", address, form)
        else:
            value = client.word("read_input_registers", address) * form
        client.checks.close(f"{name} {title}", design, value, tolerance)


def follows(client, title, wanted, twin):
    """A setpoint's measured twin moves from its old value to the new one."""
    start = twin()
    deadline = time.monotonic() + PATIENCE
    path = [start]
    while abs(path[-1] - wanted) > 0.05 and time.monotonic() < deadline:
        path.append(twin())
    client.checks.close(f"{title} follows its setpoint", wanted, path[-1], 0.05)
    low, high = min(start, wanted) - 0.05, max(start, wanted) + 0.05
    client.checks.holds(f"{title} moves between old and new", f"{low:.2f}…{high:.2f}",
                        f"{min(path):.2f}…{max(path):.2f}",
                        low <= min(path) and max(path) <= high)


def steam_setpoint(client):
    def words(value):
        return ModbusTcpClient.convert_to_registers(value, FLOAT, word_order="big")

    client.checks.close("P100.setpoint at first", 194.7,
                        client.single("read_holding_registers", 0), 0.01)
    client.expects("done", "write_registers", 0, words(199.5))
    client.expects(words(199.5), "read_holding_registers", 0, count=2)
    follows(client, "P100.held", 199.5, lambda: client.single("read_input_registers", 8))
    client.expects("done", "write_registers", 0, words(1000.0))
    client.expects(words(400.0), "read_holding_registers", 0, count=2)
    outside = refused(ExcCodes.ILLEGAL_ADDRESS)
    client.expects(outside, "read_holding_registers", 0, count=3)
    client.expects(outside, "write_coil", 0, True)


UNITS = {"feed": 1, "steam": 2, "separator": 3, "condenser": 4}
HEARTBEATS = {"feed": 7, "steam": 10, "separator": 11, "condenser": 6}


def beats(name, client):
    """The controller's program runs: its counter comes to ten."""
    deadline = time.monotonic() + PATIENCE
    count = 0
    while count < 10 and time.monotonic() < deadline:
        count = client.word("read_input_registers", HEARTBEATS[name])
    client.checks.holds(f"{name} heartbeat", "10 or more", count, count >= 10)


def four_ports(checks, trimtab):
    with fleet(trimtab, "evaporator.yaml", "--speed", "100") as plant:
        checks.equal("four ports", 4, len(set(plant.ports.values())))
        for name, device in plant.devices.items():
            with Client(checks, device["port"], device["unit"]) as client:
                beats(name, client)
                instruments(name, client)
                client.expects([True], "read_discrete_inputs", 0, count=1)
        with Client(checks, plant.ports["steam"]) as client:
            steam_setpoint(client)


def one_port(checks, trimtab):
    """Four unit ids behind one port, over one connection."""
    with fleet(trimtab, "evaporator-one-port.yaml", "--speed", "100") as plant:
        checks.equal("one port", 1, len(set(plant.ports.values())))
        units = {name: device["unit"] for name, device in plant.devices.items()}
        checks.equal("four unit ids", UNITS, units)
        port = plant.ports["feed"]
        with Client(checks, port) as client:
            for name, unit in units.items():
                client.unit = unit
                beats(name, client)
                instruments(name, client)
            client.unit = units["condenser"]
            client.expects([5150], "write_register", 0, 5150)
            follows(client, "P2.held", 51.5,
                    lambda: client.word("read_input_registers", 5) / 100)
            client.unit = 9
            client.expects(refused(ExcCodes.GATEWAY_NO_RESPONSE), "read_holding_registers", 0,
                           count=1)
        with Raw(port, unit=255) as raw:
            checks.equal("unit 255, unknown", "83 0b", raw.ask(pdu(b"\x03", 0, 1)).hex(" "))
            raw.unit = 2
            checks.equal("the connection stays, and unit 2 answers", "04 04",
                         raw.ask(pdu(b"\x04", 0, 2))[:2].hex(" "))


def main(checks, trimtab, _folder):
    with fleet(trimtab, "plain-device.yaml", "--first-port", free_port()) as plain:
        port = plain.ports["plain"]
        with Client(checks, port) as client:
            every_function(client)
            identity(client)
            exceptions(client)
            services(client)
        bare(checks, port)
    four_ports(checks, trimtab)
    one_port(checks, trimtab)


judge(main)
