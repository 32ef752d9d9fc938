#!/usr/bin/env bash
# Reads and writes a pymodbus server with trimtab: pymodbus-server.sh TRIMTAB
set -euo pipefail
exec timeout --kill-after=10 60 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" -B \
    "$(dirname "$0")/pymodbus_server.py" "${1:?the path of trimtab}"
