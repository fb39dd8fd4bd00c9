#!/usr/bin/env bash
# Makes .venv ready: `setup.sh run` for the program, `setup.sh dev` for its tests too. `make` calls it.
#
# Finds a Python 3.11-3.13, makes .venv, installs what the requirements pin by hash, then this folder itself.
# What Debian lacks (venv, Qt's libraries, a Chinese font) it installs by apt when it may, and names when it may not.
# When nothing changed it only looks at a stamp. Exit codes: 0 ready, 1 an install went wrong, 3 something is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

scope=${1:-run}
case $scope in
    run) requirements=packaging/requirements.txt ;;
    dev) requirements=packaging/requirements-dev.txt ;;
    *) echo "usage: packaging/setup.sh [run|dev]" >&2; exit 2 ;;
esac
stamp=.venv/childdesk-$scope.stamp

say() { printf 'setup: %s\n' "$*"; }

# ── what apt may do ─────────────────────────────────────────────────────────────────────────────────────────────────

as_root=()
apt_allowed() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -eq 0 ]; then return 0; fi
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); return 0; fi
    return 1
}

apt_install() {
    say "apt-get install $*"
    local env=(env DEBIAN_FRONTEND=noninteractive)
    "${as_root[@]}" "${env[@]}" apt-get -qq update
    "${as_root[@]}" "${env[@]}" apt-get -qq -y install --no-install-recommends "$@" >/dev/null
}

# ── system libraries ────────────────────────────────────────────────────────────────────────────────────────────────

# Prints each package whose library the loader does not know. Asked of the loader, not of dpkg: names differ by release.
missing_libraries() {
    local known pair
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in "$@"; do
        case $known in *"${pair%%=*}"*) ;; *) printf '%s\n' "${pair#*=}" ;; esac
    done
}

has_chinese_font() {
    find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts" -type f \
        \( -iname '*wqy*' -o -iname '*noto*cjk*' -o -iname '*sourcehansans*' -o -iname '*droidsansfallback*' \
        -o -iname '*simsun*' -o -iname '*simhei*' -o -iname '*msyh*' \) -print -quit 2>/dev/null | grep -q .
}

system_libraries() {
    local wanted=(
        libGL.so.1=libgl1 libEGL.so.1=libegl1 libxkbcommon.so.0=libxkbcommon0 libdbus-1.so.3=libdbus-1-3
        libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0
    )
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then # a real window
        wanted+=(
            libxkbcommon-x11.so.0=libxkbcommon-x11-0 libX11-xcb.so.1=libx11-xcb1 libxcb-cursor.so.0=libxcb-cursor0
            libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
            libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0
            libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1
        )
    fi
    local missing
    read -r -d '' -a missing <<<"$(missing_libraries "${wanted[@]}")" || true
    has_chinese_font || missing+=(fonts-wqy-microhei)
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    if apt_allowed; then
        apt_install "${missing[@]}"
    else
        # Everything below the window works without them, so this is no reason to stop.
        say "the window and PDFs will need: sudo apt-get install ${missing[*]}" >&2
    fi
}

# ── Python and .venv ────────────────────────────────────────────────────────────────────────────────────────────────

# A name on PATH may be a shim of a version that is not there, so each is asked.
usable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null && usable "$name"; then
            python=$name
            return
        fi
    done
    local found
    found=$(python3 --version 2>/dev/null) || found=none
    say "needs Python 3.11, 3.12 or 3.13; found: $found." \
        "On Debian 12 and later: sudo apt-get install python3 python3-venv" >&2
    exit 3
}

venv_ready() { usable .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

make_venv() {
    if venv_ready; then return; fi
    # One made by hand may be without pip (uv's is) or of another Python.
    if usable .venv/bin/python && .venv/bin/python -m ensurepip >/dev/null 2>&1; then return; fi
    local python
    find_python
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then # Debian ships Python without them
        local package
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if ! apt_allowed; then
            say "Python has no venv module here: sudo apt-get install $package" >&2
            exit 3
        fi
        apt_install "$package"
    fi
    say ".venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# ── packages ────────────────────────────────────────────────────────────────────────────────────────────────────────

# Changes with what is pinned, what the project declares, the Python, and the folder's place.
fingerprint() {
    {
        cat pyproject.toml "$requirements" packaging/setup.sh
        .venv/bin/python --version 2>&1 || true
        pwd -P
    } | sha256sum
}

install() {
    # Twice quiet: errors only; what pip warns of is its mirrors' business.
    local pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input --quiet --quiet)
    say "packages of $requirements"
    "${pip[@]}" install --require-hashes --only-binary :all: -r "$requirements"
    "${pip[@]}" install --no-build-isolation --no-deps --editable .
}

system_libraries
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then exit 0; fi
make_venv
install
fingerprint >"$stamp"
say "ready."
