#!/usr/bin/env bash
# Compiles requirements*.txt from pyproject.toml and *.in, for every supported system and Python, with hashes.
# Names no index and no path, so that any mirror can serve it. Pass --upgrade to move to newer releases.
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
    echo "requirements name an index or an option (see above)." >&2
    exit 1
fi
