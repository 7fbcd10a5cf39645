#!/bin/sh
# Print the Python to use: 3.11 to 3.14, and one that can make virtual environments if any can.
# PYTHON=/path/to/python is tried first.
set -u

# Prints "able" or "unable" (to make environments); fails where the version does not fit.
probe='
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
try:
    import ensurepip, venv
except ImportError:
    print("unable")
else:
    print("able")
'
unable=
seen=
for name in "${PYTHON:-python3}" python3 python3.11 python3.12 python3.13 python3.14; do
    path=$(command -v "$name") || continue
    case $("$path" -E -c "$probe" 2>/dev/null) in
        able) printf '%s\n' "$path"; exit 0 ;;
        unable) unable=${unable:-$path} ;;
        *) seen="$seen $path" ;;
    esac
done
if [ -n "$unable" ]; then
    printf '%s\n' "$unable"  # scripts/prepare.py says what it lacks
    exit 0
fi
{
    echo "Convoscope needs Python 3.11, 3.12, 3.13 or 3.14, and none was found."
    [ -z "$seen" ] || echo "Not of these versions, or not working:$seen"
    echo "On Debian 12, Ubuntu 24.04 and later: apt-get install python3 python3-venv"
    echo "Where it stands elsewhere: make run PYTHON=/path/to/python3.11"
} >&2
exit 1
