#!/usr/bin/env bash
# Runs the README's five-minute tour line by line, as it stands there, in an empty folder.
#
#   tests/prove/readme_tour.sh
#
# Prints each line with its exit code. A line may end with 0, or with 4 (something waits for a person).
# Exit codes: 0 every line ran, 1 one did not.
set -uo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PATH=$here/.venv/bin:$PATH
mapfile -t lines < <(sed -n '/^## Five-minute tour/,/^Values are/p' "$here/README.md" | sed -n 's/^    //p')
[ ${#lines[@]} -gt 12 ] || { echo "the tour is not found in README.md"; exit 1; }
cd "$folder" || exit 1
wrong=0
for line in "${lines[@]}"; do
    eval "$line" >"$folder/out" 2>&1
    code=$?
    echo "$code  $line"
    case $code in
        0 | 4) ;;
        *) cat "$folder/out"; wrong=1 ;;
    esac
done
echo "readme tour: ${#lines[@]} lines, $([ $wrong -eq 0 ] && echo "all ran" || echo "NOT all ran")"
exit $wrong
