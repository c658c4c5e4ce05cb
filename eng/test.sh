#!/usr/bin/env bash
# Builds and runs every test; ends with "Tests: N passed, N failed, N skipped". Options: --tier unit (those that do not need libtorch).
set -euo pipefail
cd "$(dirname "$0")/.."
tier=all
[ "${1:-}" = "--tier" ] && tier=${2:?}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! fc-list 2>/dev/null | grep -q . && [ ! -d /usr/share/fonts/truetype ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-dejavu-core fontconfig >/dev/null
  else
    echo "eng/test.sh: pictures need a font; install fonts-dejavu-core (Debian) or any TrueType font" >&2
  fi
fi

dotnet build Espalier.slnx -c Release -v q -nologo
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
projects="Core Orchard Runtime Run Vision Reports"
[ "$tier" = all ] && projects="$projects Training Cli"
for project in $projects; do
  dotnet run --no-build -c Release --project "tests/Espalier.$project.Tests" -- --report-trx --report-trx-filename "$project.trx" --results-directory "$results" || status=$?
done

sum() { cat "$results"/*.trx | sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }
total=$(sum total) passed=$(sum passed) failed=$(sum failed) executed=$(sum executed)
echo "Tests: $passed passed, $failed failed, $((total - executed)) skipped"
exit "$status"
