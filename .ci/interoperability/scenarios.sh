#!/usr/bin/env bash
# Runs the scenarios whose system under test is a pymodbus client: scenarios.sh TRIMTAB
set -euo pipefail
PATH="${TMPDIR:-/tmp}/trimtab-judges/bin:$PATH" exec timeout --kill-after=10 60 \
    "${1:?the path of trimtab}" test "$(dirname "$0")/../../profiles/scenarios/external"
