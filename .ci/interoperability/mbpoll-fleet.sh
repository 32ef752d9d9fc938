#!/usr/bin/env bash
# Reads and writes our fleet with mbpoll: mbpoll-fleet.sh TRIMTAB
set -euo pipefail
exec timeout --kill-after=10 60 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" -B \
    "$(dirname "$0")/mbpoll_fleet.py" "${1:?the path of trimtab}"
