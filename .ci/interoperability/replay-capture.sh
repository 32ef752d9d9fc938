#!/usr/bin/env bash
# Reads a capture of pymodbus through tshark, plays it and serves it again: replay-capture.sh TRIMTAB
set -euo pipefail
exec timeout --kill-after=10 90 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" -B \
    "$(dirname "$0")/replay_capture.py" "${1:?the path of trimtab}"
