"""Reads the steam pressure five times; a read that fails is told, and the next is tried."""

import os
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

client = ModbusTcpClient(os.environ["TRIMTAB_STEAM_HOST"],
                         port=int(os.environ["TRIMTAB_STEAM_PORT"]), timeout=0.3, retries=0)
unit = int(os.environ["TRIMTAB_STEAM_UNIT"])
good = 0
for number in range(1, 6):
    if not client.connected and not client.connect():
        sys.exit("no connection")
    try:
        answer = client.read_input_registers(0, count=2, device_id=unit)
    except ModbusException as error:
        print(f"read failed, number {number}: {error}", flush=True)
        client.close()
        continue
    value = client.convert_from_registers(answer.registers, client.DATATYPE.FLOAT32)
    if not 150 < value < 250:
        print(f"wrong value, number {number}: {value}", flush=True)
    good += 1
print(f"{good} of 5 reads good", flush=True)
sys.exit(0 if good == 4 else 1)
