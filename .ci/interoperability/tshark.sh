#!/usr/bin/env bash
# Lets tshark dissect what trimtab, pymodbus and mbpoll say to each other: tshark.sh TRIMTAB
set -euo pipefail
exec timeout --kill-after=10 90 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" -B \
    "$(dirname "$0")/dissection.py" "${1:?the path of trimtab}"
