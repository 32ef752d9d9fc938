"""Every function code and every exception on plain tables."""

import struct

from fleet_client import pdu, refused
from judging import Raw
from pymodbus.constants import DeviceInformation, ExcCodes


def every_function(client):
    """Function codes 1 to 6, 15, 16, 22 and 23 on plain tables."""
    bits = [place % 3 == 0 or place % 7 == 2 for place in range(1968)]
    client.expects([False] * 2000, "read_coils", 0, count=2000)
    client.expects([False] * 2000, "read_discrete_inputs", 0, count=2000)
    client.expects([0] * 125, "read_holding_registers", 0, count=125)
    client.expects([0] * 125, "read_input_registers", 75, count=125)
    client.expects("done", "write_coil", 1999, True)
    client.expects([False, True], "read_coils", 1998, count=2)
    client.expects("done", "write_coil", 1999, False)
    client.expects([False], "read_coils", 1999, count=1)
    client.expects([0xBEEF], "write_register", 199, 0xBEEF)
    client.expects([0, 0xBEEF], "read_holding_registers", 198, count=2)
    client.expects("done", "write_coils", 5, bits)
    client.expects([False] * 5 + bits + [False] * 27, "read_coils", 0, count=2000)
    words = [(place * 523) & 0xFFFF for place in range(123)]
    client.expects("done", "write_registers", 0, words)
    client.expects(words + [0, 0], "read_holding_registers", 0, count=125)
    client.expects([0] * 125, "read_input_registers", 0, count=125)
    client.expects("done", "write_registers", 150, [0x00F0])
    client.expects("done", "mask_write_register", address=150, and_mask=0xFF0F, or_mask=0x0050)
    client.expects([0x0050], "read_holding_registers", 150, count=1)
    client.expects("done", "mask_write_register", address=150, and_mask=0xF2, or_mask=0x25)
    client.expects([0x0055], "read_holding_registers", 150, count=1)
    client.expects(
        [0x0055, 1, 2, 3], "readwrite_registers", read_address=150, read_count=4,
        write_address=151, values=[1, 2, 3])
    written = list(range(7000, 7121))
    client.expects(
        written[20:], "readwrite_registers", read_address=70,
        read_count=101, write_address=50, values=written)


def identity(client):
    """Function code 43/14: basic, regular and extended streams, and single objects."""
    expected = {0: b"Trimtab", 1: b"plain", 2: b"1"}
    for code in (DeviceInformation.BASIC, DeviceInformation.REGULAR, DeviceInformation.EXTENDED):
        answer = client.modbus.read_device_information(
            read_code=code, object_id=0, device_id=client.unit)
        client.checks.equal(f"43/14 {code.name}", expected, dict(answer.information))
    for number, text in expected.items():
        answer = client.modbus.read_device_information(
            read_code=DeviceInformation.SPECIFIC, object_id=number, device_id=client.unit)
        client.checks.equal(f"43/14 object {number}", {number: text}, dict(answer.information))


def exceptions(client):
    """What a pymodbus client can ask and must be refused."""
    outside = refused(ExcCodes.ILLEGAL_ADDRESS)
    client.expects(outside, "read_coils", 2000, count=1)
    client.expects(outside, "read_coils", 1999, count=2)
    client.expects(outside, "read_discrete_inputs", 1, count=2000)
    client.expects(outside, "read_holding_registers", 76, count=125)
    client.expects(outside, "read_input_registers", 200, count=1)
    client.expects(outside, "read_holding_registers", 65535, count=1)
    client.expects(outside, "write_coil", 2000, True)
    client.expects(outside, "write_register", 200, 1)
    client.expects(outside, "write_coils", 1999, [True, True])
    client.expects(outside, "write_registers", 199, [1, 2])
    client.expects(outside, "mask_write_register", address=200, and_mask=0, or_mask=0)
    client.expects(outside, "readwrite_registers", read_address=199, read_count=2,
                   write_address=0, values=[9])
    client.expects(outside, "readwrite_registers", read_address=0, read_count=1,
                   write_address=199, values=[9, 9])
    client.expects([0xBEEF], "read_holding_registers", 199, count=1)
    unknown = refused(ExcCodes.ILLEGAL_FUNCTION)
    client.expects(unknown, "read_fifo_queue", address=0)


def services(client):
    """Functions of the serial line that many devices serve on TCP too."""
    client.expects("done", "read_exception_status")
    client.expects("done", "report_device_id")
    client.expects("done", "diag_query_data", b"\x12\x34")


# Requests no client library sends, and the exception each gets: function first, then structure,
# then address, as the specification's figures order them.
BARE = [
    ("function 0", b"\x00", 1),
    ("function 9", b"\x09", 1),
    ("function 8, no such sub-function", b"\x08\x00\x09\x00\x00", 1),
    ("function 99", b"\x63\x00", 1),
    ("43/13", b"\x2b\x0d\x00", 1),
    ("read 0 coils", pdu(b"\x01", 0, 0), 3),
    ("read 2001 coils", pdu(b"\x01", 0, 2001), 3),
    ("read 2001 discrete inputs", pdu(b"\x02", 0, 2001), 3),
    ("read 0 registers", pdu(b"\x03", 0, 0), 3),
    ("read 126 registers", pdu(b"\x03", 0, 126), 3),
    ("read 126 input registers", pdu(b"\x04", 0, 126), 3),
    ("read 0 registers that do not exist", pdu(b"\x03", 5000, 0), 3),
    ("read past 65535", pdu(b"\x03", 65535, 2), 2),
    ("a read cut short", b"\x03\x00\x00\x00", 3),
    ("a read with a byte too many", pdu(b"\x03", 0, 1, b"\x00"), 3),
    ("coil value 1", pdu(b"\x05", 0, 1), 3),
    ("coil value 1 where none is", pdu(b"\x05", 5000, 1), 3),
    ("write 0 coils", pdu(b"\x0f", 0, 0, b"\x00"), 3),
    ("write 1969 coils", pdu(b"\x0f", 0, 1969, b"\xf7", bytes(247)), 3),
    ("coils with a wrong byte count", pdu(b"\x0f", 0, 9, b"\x01\xff"), 3),
    ("write 0 registers", pdu(b"\x10", 0, 0, b"\x00"), 3),
    ("write 124 registers", pdu(b"\x10", 0, 124, b"\xf8", bytes(247)), 3),
    ("registers with a wrong byte count", pdu(b"\x10", 0, 2, b"\x02", 1), 3),
    ("registers cut short", pdu(b"\x10", 0, 2, b"\x04", 1), 3),
    ("a mask cut short", pdu(b"\x16", 0, 0), 3),
    ("read and write 126", pdu(b"\x17", 0, 126, 0, 1, b"\x02", 1), 3),
    ("read and write of nothing", pdu(b"\x17", 0, 1, 0, 0, b"\x00"), 3),
    ("read and write with a wrong byte count", pdu(b"\x17", 0, 1, 0, 1, b"\x04", 1), 3),
    ("43/14 object 9 alone", b"\x2b\x0e\x04\x09", 2),
    ("43/14 code 5", b"\x2b\x0e\x05\x00", 3),
]


def bare(checks, port):
    """Exceptions by code, several ADUs at once, and one ADU in parts."""
    with Raw(port) as raw:
        for name, request, code in BARE:
            expected = bytes([request[0] | 0x80, code]).hex(" ")
            checks.equal(name, expected, raw.ask(request).hex(" "))
        checks.equal("function 7 tells eight flags", "07 00", raw.ask(b"\x07").hex(" "))
        checks.equal("function 8/0 echoes", "08 00 00 a5 37",
                     raw.ask(b"\x08\x00\x00\xa5\x37").hex(" "))
        checks.equal("function 17 tells the name and that it runs", "11 06 70 6c 61 69 6e ff",
                     raw.ask(b"\x11").hex(" "))
        checks.equal("43/14 code 1 from object 9 starts again", "2b 0e 01",
                     raw.ask(b"\x2b\x0e\x01\x09")[:3].hex(" "))

        first = raw.transaction + 1
        for requests in (
                [pdu(b"\x06", place, 300 + place) for place in range(16)],
                [pdu(b"\x03", place, 1) for place in range(16)]):
            raw.socket.sendall(b"".join(map(raw.adu, requests)))
        answers = [raw.receive() for _ in range(32)]
        checks.equal("32 pipelined requests are answered in order",
                     list(range(first, first + 32)), [answer[0] for answer in answers])
        checks.equal("pipelined reads show what pipelined writes wrote",
                     [pdu(b"\x03\x02", 300 + place).hex() for place in range(16)],
                     [answer[2].hex() for answer in answers[16:]])

        request = raw.adu(pdu(b"\x03", 3, 2))
        for byte in request:
            raw.socket.sendall(bytes([byte]))
        checks.equal("a request in twelve parts", pdu(b"\x03\x04", 303, 304).hex(),
                     raw.receive()[2].hex())

    with Raw(port) as raw:
        raw.socket.sendall(struct.pack(">HHHB", 1, 1, 6, 1) + pdu(b"\x03", 0, 1))
        checks.equal("a wrong protocol id ends the connection", b"", raw.socket.recv(100))
    with Raw(port) as raw:
        raw.socket.sendall(struct.pack(">HHHB", 1, 0, 255, 1))
        checks.equal("a length of 255 ends the connection", b"", raw.socket.recv(100))
