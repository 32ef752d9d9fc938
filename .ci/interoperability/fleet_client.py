"""A pymodbus client whose answers are checked, and bytes for bare requests."""

import struct

from judging import HOST
from pymodbus.client import ModbusTcpClient

FLOAT = ModbusTcpClient.DATATYPE.FLOAT32


class Client:
    """A pymodbus client of one unit id, with the answers as plain values."""

    def __init__(self, checks, port, unit=1):
        self.checks, self.unit = checks, unit
        self.modbus = ModbusTcpClient(HOST, port=port, timeout=5, retries=0)
        if not self.modbus.connect():
            raise RuntimeError(f"pymodbus cannot connect to port {port}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.modbus.close()

    def ask(self, method, *arguments, **options):
        """The answer's registers or bits, or the exception's code in words."""
        answer = getattr(self.modbus, method)(*arguments, device_id=self.unit, **options)
        if answer.isError():
            return f"exception {answer.exception_code}"
        if answer.registers:
            return answer.registers
        return answer.bits[: options["count"]] if "count" in options else "done"

    def expects(self, expected, method, *arguments, **options):
        found = self.ask(method, *arguments, **options)
        words = ", ".join([*map(str, arguments), *(f"{k} {v}" for k, v in options.items())])
        self.checks.equal(f"unit {self.unit} {method} {words}", expected, found)

    def single(self, method, address, word_order="big"):
        """A float32."""
        registers = self.ask(method, address, count=2)
        return ModbusTcpClient.convert_from_registers(registers, FLOAT, word_order=word_order)

    def word(self, method, address):
        return self.ask(method, address, count=1)[0]


def refused(code):
    return f"exception {int(code)}"


def pdu(*parts):
    """Bytes as they are, and numbers as 16 bits."""
    return b"".join(part if isinstance(part, bytes) else struct.pack(">H", part) for part in parts)
