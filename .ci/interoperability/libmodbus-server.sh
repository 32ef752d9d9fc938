#!/usr/bin/env bash
# Reads and writes a server made with libmodbus, with trimtab: libmodbus-server.sh TRIMTAB
set -euo pipefail
exec timeout --kill-after=10 60 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" -B \
    "$(dirname "$0")/libmodbus_server.py" "${1:?the path of trimtab}"
