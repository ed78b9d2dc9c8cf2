#!/bin/sh
# Runs its arguments with the first Python that is new enough, or says what is missing.
# PYTHON=/path/to/python chooses one by name.
set -eu

for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    # Asking for the version also passes over launchers that exist but lead nowhere.
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done

if [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is not Python 3.11 or newer. Give another one, or leave PYTHON out." >&2
else
    echo "Python 3.11 or newer is needed and was not found." >&2
    echo "Install it, or name it: make run PYTHON=/path/to/python3.11" >&2
fi
exit 1
