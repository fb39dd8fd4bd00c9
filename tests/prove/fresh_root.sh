#!/usr/bin/env bash
# Proves the README's commands on an empty machine: a minimal Debian with python3, git and make, and nothing else.
#
#   tests/prove/fresh_root.sh [--root FOLDER] [--suite NAME] [--keep] [COMMAND ...]
#
# Debootstraps FOLDER (default: a temporary one), clones what is committed here into it, runs each COMMAND there
# (default: "make run" "make test", then both again warm) without a display, and prints how long each took.
# How apt and pip reach their mirrors is this computer's business: its configuration is copied in from outside.
# Needs root and debootstrap. Exit codes: 0 all commands passed, 1 one failed, 3 cannot be run here.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd -P)
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
root=
keep=
home=/root
while [ $# -gt 0 ]; do
    case $1 in
        --root) root=$2; shift 2 ;;
        --suite) suite=$2; shift 2 ;;
        --keep) keep=1; shift ;;
        *) break ;;
    esac
done
commands=("$@")
[ ${#commands[@]} -gt 0 ] || commands=("make run" "make test" "make run" "make test")

[ "$(id -u)" -eq 0 ] || { echo "not run: fresh_root.sh needs root"; exit 3; }
command -v debootstrap >/dev/null || { echo "not run: fresh_root.sh needs debootstrap"; exit 3; }
[ -n "$root" ] || root=$(mktemp -d)/root

# ── the root ────────────────────────────────────────────────────────────────────────────────────────────────────────

mounted=()
bind() {
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    mounted+=("$root$1")
}
leave() {
    local at
    for ((at = ${#mounted[@]} - 1; at >= 0; at--)); do umount "${mounted[at]}" || umount -l "${mounted[at]}"; done
    if [ -z "$keep" ]; then rm -rf --one-file-system "$root"; else echo "kept: $root"; fi
}
trap leave EXIT

timed() { # NAME COMMAND...
    local name=$1 begun=$SECONDS
    shift
    if ! "$@"; then
        echo "fresh root: $name: FAILED after $((SECONDS - begun)) s"
        exit 1
    fi
    echo "fresh root: $name: $((SECONDS - begun)) s"
}

copy_in() { # what this computer has of it, links followed
    [ -e "$1" ] || return 0
    mkdir -p "$root$(dirname "$1")"
    cp -aL "$1" "$root$(dirname "$1")/" 2>/dev/null || true
}

make_root() {
    [ ! -e "$root/usr/bin/make" ] || return 0
    debootstrap --variant=minbase --include=python3,git,make,ca-certificates "$suite" "$root" >"$root.log" 2>&1 ||
        { tail -n 20 "$root.log"; return 1; }
}

mkdir -p "$(dirname "$root")"
timed "debootstrap $suite" make_root
rm -f "$root/etc/apt/sources.list"
for part in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/trusted.gpg.d \
    /usr/share/keyrings /etc/ssl/certs /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/xdg/pip; do
    copy_in "$part"
done
if [ -d "$HOME/.config/pip" ]; then mkdir -p "$root$home/.config" && cp -aL "$HOME/.config/pip" "$root$home/.config/"; fi
mount -t proc proc "$root/proc" && mounted+=("$root/proc")
bind /dev
bind /dev/pts
# Folders that pip's configuration names as indexes or links lie on this computer; an index's files stand beside it.
environment=$(env | grep -E '^(PIP_|SSL_CERT_|REQUESTS_CA_BUNDLE=|https?_proxy=|HTTPS?_PROXY=|no_proxy=)' || true)
while read -r folder; do
    [ -d "$folder" ] && bind "$folder"
done < <({ echo "$environment"; python3 -m pip config list 2>/dev/null || true; } | grep -iE 'index|links' |
    grep -oE "(file://)?/[^ '\"]+" | sed -e 's#^file://##' -e 's#/simple/*$##' | sort -u)

# ── the commands ────────────────────────────────────────────────────────────────────────────────────────────────────

rm -rf "$root/childdesk"
git clone -q --no-hardlinks "$here" "$root/childdesk"
if chroot "$root" dpkg -s python3-venv >/dev/null 2>&1 && [ -z "$keep" ]; then
    echo "fresh root: not empty: python3-venv is there"
    exit 1
fi

inside() {
    mapfile -t passed <<<"$environment"
    chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=$home TERM=dumb CI=true \
        ${environment:+"${passed[@]}"} bash -c "cd /childdesk && $1"
}
for command in "${commands[@]}"; do
    timed "$command" inside "$command"
done
