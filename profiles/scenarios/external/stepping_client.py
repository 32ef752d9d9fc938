"""Steps plant time by the control API, reads before and after over Modbus."""

import json
import os
import sys
import urllib.request

from pymodbus.client import ModbusTcpClient


def step(to):
    request = urllib.request.Request(
        os.environ["TRIMTAB_CONTROL_URL"] + "/v1/time/step", method="POST",
        data=json.dumps({"to": to}).encode(),
        headers={"Authorization": "Bearer " + os.environ["TRIMTAB_CONTROL_TOKEN"],
                 "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["time"]


def pressure(client):
    answer = client.read_input_registers(0, count=2, device_id=int(os.environ["TRIMTAB_STEAM_UNIT"]))
    return client.convert_from_registers(answer.registers, client.DATATYPE.FLOAT32)


with ModbusTcpClient(os.environ["TRIMTAB_STEAM_HOST"],
                     port=int(os.environ["TRIMTAB_STEAM_PORT"])) as steam:
    step(1200)
    before = pressure(steam)
    step(3000)
    after = pressure(steam)
print(f"{before:.1f} kPa, then {after:.1f} kPa")
if after - before > 3:
    print("pressure follows")
    sys.exit(0)
sys.exit(1)
