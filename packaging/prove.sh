#!/usr/bin/env bash
# Runs everything under tests/prove/: long, privileged, or with foreign tools.
#
# Installs the foreign tools by apt when it may. A proof that cannot run here prints "not run: …" (a script exits 3) and is
# counted as that, never as passed. Exit codes: 0 nothing failed, 1 something did.
set -uo pipefail
cd "$(dirname "$0")/.."

tools=(age minisign unzip debootstrap strace xvfb libreoffice-calc poppler-utils)
# What Qt needs to open a real window on the screen that Xvfb makes.
tools+=(libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xkb1)
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    missing=()
    for tool in "${tools[@]}"; do dpkg -s "$tool" >/dev/null 2>&1 || missing+=("$tool"); done
    if [ ${#missing[@]} -gt 0 ]; then
        echo "prove: apt-get install ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update
        for tool in "${missing[@]}"; do
            apt-get -qq -y install --no-install-recommends "$tool" >/dev/null 2>&1 || echo "not run: what needs $tool"
        done
    fi
else
    echo "not run: installing ${tools[*]} (no apt, or not root); what is there is used"
fi

passed=() failed=() not_run=()
prove() { # NAME COMMAND...
    local name=$1 begun=$SECONDS code=0
    shift
    echo "── $name"
    "$@" || code=$?
    case $code in
        0) passed+=("$name ($((SECONDS - begun)) s)") ;;
        3) not_run+=("$name") ;;
        *) failed+=("$name (exit $code)") ;;
    esac
}

shopt -s nullglob
for script in tests/prove/*.sh; do prove "$script" bash "$script"; done
for script in tests/prove/test_*.py; do
    prove "$script" env QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest "$script"
done
for script in tests/prove/prove_*.py; do
    prove "$script" env QT_QPA_PLATFORM=offscreen .venv/bin/python -m "tests.prove.$(basename "${script%.py}")"
done

echo
for name in "${passed[@]}"; do echo "passed: $name"; done
for name in "${not_run[@]}"; do echo "not run: $name"; done
for name in "${failed[@]}"; do echo "FAILED: $name"; done
[ ${#failed[@]} -eq 0 ]
