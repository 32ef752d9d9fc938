"""trimtab poll and write against a server made with libmodbus's modbus_receive and modbus_reply."""

from judging import HERE, Process, judge, run
from known_device import CROSSED, words
from server_checks import known_device


def main(checks, trimtab, folder):
    program = folder / "known-device-server"
    flags = run("pkg-config", "--cflags", "--libs", "libmodbus").output.split()
    built = run("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-o", program,
                HERE / "known_device_server.c", *flags)
    checks.equal("the server compiles", (0, ""), (built.code, built.text))
    if built.code != 0:
        return
    held = folder / "words"
    held.write_text("".join(f"{table} {address} {word}\n" for table, address, word in words()))
    with Process(program, held, CROSSED) as server:
        known_device(checks, trimtab, folder, server)


judge(main)
