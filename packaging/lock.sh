#!/usr/bin/env bash
# Compiles requirements*.txt from pyproject.toml and *.in with hashes, once for every supported system and Python.
# Names no index and no path, so that any mirror can serve it. `packaging/lock.sh --upgrade` moves to newer releases.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-build \
        --no-emit-index-url --no-header --no-annotate --quiet "$@"
}

compile pyproject.toml packaging/requirements.in --output-file packaging/requirements.txt "$@"
compile pyproject.toml packaging/requirements.in packaging/requirements-dev.in \
    --constraint packaging/requirements.txt --output-file packaging/requirements-dev.txt "$@"

if grep -nE '://|^-' packaging/requirements.txt packaging/requirements-dev.txt; then
    echo "lock: requirements name an index or an option (see above)." >&2
    exit 1
fi

# Every pin must come as a wheel for every desktop that README.md names; nothing is compiled on a user's machine.
for system in x86_64-pc-windows-msvc x86_64-manylinux_2_28 aarch64-manylinux_2_31; do
    for python in 3.11 3.12 3.13; do
        .venv/bin/uv pip compile packaging/requirements-dev.txt --python-platform "$system" \
            --python-version "$python" --only-binary :all: --no-header --quiet --output-file /dev/null
    done
    echo "lock: wheels for $system, Python 3.11 to 3.13"
done
