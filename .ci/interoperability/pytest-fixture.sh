#!/usr/bin/env bash
# Runs the documented pytest fixture and its test, as they stand in the documentation, with pymodbus
# as the client: pytest-fixture.sh TRIMTAB
set -euo pipefail
TRIMTAB=$(realpath "${1:?the path of trimtab}")
export TRIMTAB
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '/^```python$/ { inside = 1; next } /^```/ { inside = 0 } inside' \
    Sources/FleetTestKit/FleetTestKit.docc/ContinuousIntegration.md >"$folder/test_fleet.py"
PYTHONDONTWRITEBYTECODE=1 timeout --kill-after=10 60 "${TMPDIR:-/tmp}/trimtab-judges/bin/python" \
    -m pytest --quiet -p no:cacheprovider --rootdir "$folder" "$folder/test_fleet.py"
