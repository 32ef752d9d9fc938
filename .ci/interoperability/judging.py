"""What the judges share: checks, processes that end with the judge, raw Modbus/TCP."""

import contextlib
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
HOST = "127.0.0.1"
# Longest wait for one thing, in seconds; a judge as a whole is limited by its script.
PATIENCE = 20
END_OF_CAPTURE = b"end of the capture"


class Checks:
    """Prints a line a check, and counts those that fail."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def equal(self, name, expected, found):
        self.holds(name, expected, found, expected == found)

    def close(self, name, expected, found, tolerance):
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
        self.holds(name, expected, found, is_number and abs(found - expected) <= tolerance)

    def contains(self, name, expected, found):
        self.holds(name, f"…{expected}…", found.strip(), expected.lower() in found.lower())

    def holds(self, name, expected, found, is_right):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
        shown = [str(value) if len(str(value)) <= 160 or not is_right else str(value)[:160] + "…"
                 for value in (expected, found)]
        print(f"{'ok   ' if is_right else 'WRONG'} {name}: expected {shown[0]}, found {shown[1]}")


class Process:
    """A program that goes on running; its lines are kept, and it is ended on leaving the block."""

    def __init__(self, *command):
        self.command = [str(word) for word in command]
        self.lines = []
        self.news = threading.Condition()

    def __enter__(self):
        self.child = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", bufsize=1)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.end()

    def _read(self):
        for line in self.child.stdout:
            with self.news:
                self.lines.append(line.rstrip("\n"))
                self.news.notify_all()
        with self.news:
            self.lines.append(None)
            self.news.notify_all()

    def wait_for_line(self, is_wanted, start=0):
        """The first wanted line from `start` on; an error if the program ends without it."""
        deadline = time.monotonic() + PATIENCE
        with self.news:
            while True:
                for line in self.lines[start:]:
                    if line is None:
                        raise RuntimeError(f"{self.command} ended:\n" + self.text())
                    if is_wanted(line):
                        return line
                left = deadline - time.monotonic()
                if left <= 0:
                    raise RuntimeError(f"{self.command} said nothing in time:\n" + self.text())
                self.news.wait(left)

    def end(self, number=signal.SIGTERM):
        """Ends the program; returns its exit code."""
        if self.child.poll() is None:
            self.child.send_signal(number)
        try:
            self.child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.reader.join(PATIENCE)
        return self.child.returncode

    def text(self):
        return "\n".join(line for line in self.lines if line is not None)


class Result:
    """How a program that was run to its end went."""

    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    @property
    def text(self):
        return (self.output + self.errors).strip()


def run(*command):
    """Runs a program to its end."""
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", timeout=PATIENCE * 2)
    return Result(done.returncode, done.stdout, done.stderr)


def mbpoll(port, *arguments, values=()):
    """Runs mbpoll once against a port of this machine, addresses counted from 0."""
    return run("mbpoll", "-m", "tcp", "-0", "-1", "-o", "5", "-p", port, *arguments, HOST,
               *(["--", *values] if values else []))


def mbpoll_values(result):
    """The values that mbpoll printed, by address, as text."""
    return {int(a): v for a, v in re.findall(r"^\[(\d+)\]:\s+(\S+)", result.output, re.MULTILINE)}


def free_port(count=1):
    """The first of `count` consecutive ports that were free just now."""
    for _ in range(100):
        with contextlib.ExitStack() as stack:
            first = None
            try:
                for index in range(count):
                    held = stack.enter_context(socket.socket())
                    held.bind((HOST, 0 if first is None else first + index))
                    first = first or held.getsockname()[1]
            except (OSError, OverflowError):
                continue
            return first
    raise RuntimeError(f"no {count} consecutive free ports")


@contextlib.contextmanager
def fleet(trimtab, profile, *options):
    """Simulates a profile of the repository; gives its ports by device, and the process."""
    command = [trimtab, "simulate", ROOT / "profiles" / profile, "--ready", "json", *options]
    with Process(*command) as process:
        ready = json.loads(process.wait_for_line(lambda line: line.startswith("{")))
        process.devices = {device["name"]: device for device in ready["devices"]}
        process.ports = {name: device["port"] for name, device in process.devices.items()}
        yield process


@contextlib.contextmanager
def capture(path, ports):
    """Captures the ports on the loopback interface, from before the block to its last packet."""
    marker = free_port()
    expression = " or ".join([f"tcp port {port}" for port in ports] + [f"udp port {marker}"])
    with Process("dumpcap", "-q", "-i", "lo", "-f", expression, "-w", path) as dumpcap:
        dumpcap.wait_for_line(lambda line: line.startswith("File:"))
        yield
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mark:
            mark.sendto(END_OF_CAPTURE, (HOST, marker))
        deadline = time.monotonic() + PATIENCE
        while END_OF_CAPTURE not in path.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.05)
        dumpcap.end(signal.SIGINT)


class Raw:
    """A bare connection, for requests that no client library sends."""

    def __init__(self, port, unit=1):
        self.unit = unit
        self.transaction = 0
        self.socket = socket.create_connection((HOST, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def adu(self, pdu):
        """The request with its header, under the next transaction id."""
        self.transaction += 1
        return struct.pack(">HHHB", self.transaction, 0, len(pdu) + 1, self.unit) + pdu

    def receive(self):
        """The next answer: its transaction id, unit id and PDU."""
        transaction, protocol, length, unit = struct.unpack(">HHHB", self._take(7))
        if protocol != 0 or length < 2:
            raise RuntimeError(f"protocol id {protocol}, length {length}")
        return transaction, unit, self._take(length - 1)

    def ask(self, pdu):
        """The answer's PDU; an error unless header and request agree."""
        self.socket.sendall(self.adu(pdu))
        transaction, unit, answer = self.receive()
        if (transaction, unit) != (self.transaction, self.unit):
            raise RuntimeError(f"asked {self.transaction}/{self.unit}, got {transaction}/{unit}")
        return answer

    def _take(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise RuntimeError(f"closed after {len(data)} of {count} bytes")
            data += part
        return data


def judge(main):
    """Runs `main(checks, trimtab, folder)` as a program: trimtab's path comes first on the line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("the judge took too long"))
    sys.stdout.reconfigure(line_buffering=True)
    trimtab = os.path.abspath(sys.argv[1])
    checks = Checks()
    try:
        with tempfile.TemporaryDirectory(prefix="trimtab-judge-") as folder:
            main(checks, trimtab, Path(folder))
    except Exception:
        checks.failed += 1
        print(f"WRONG: the judge broke off\n{traceback.format_exc()}")
    print(f"{checks.passed} right, {checks.failed} wrong")
    sys.exit(1 if checks.failed or not checks.passed else 0)
