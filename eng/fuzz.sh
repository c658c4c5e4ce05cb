#!/usr/bin/env bash
# Fuzzes one file reader for some minutes (SharpFuzz under AFL++), at the lowest priority:
#   eng/fuzz.sh READER MINUTES
# Ends with "READER: N executions, N findings"; files that a reader must not fail on so are shown with what they give and kept under
# artifacts/fuzz/READER, and the exit code is then 1. "eng/fuzz.sh names" lists the readers.
set -euo pipefail
cd "$(dirname "$0")/.."
reader=${1:?which reader}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=artifacts/fuzz/$reader built=artifacts/bin/Espalier.Fuzz/release tools=artifacts/fuzz/tools

nice -n 19 dotnet build tests/Espalier.Fuzz -c Release -v q -nologo
[ "$reader" = names ] && exec dotnet "$built/Espalier.Fuzz.dll" names
minutes=${2:?how many minutes}
if ! command -v afl-fuzz >/dev/null; then
  [ "$(id -u)" = 0 ] || { echo "eng/fuzz.sh: install AFL++ (Debian: afl++)" >&2; exit 1; }
  apt-get update -qq && apt-get install -y -qq --no-install-recommends afl++ >/dev/null
fi
version=$(sed -n 's/.*"SharpFuzz" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
[ -x "$tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version "$version" --tool-path "$tools" >/dev/null

rm -rf "$work"
mkdir -p "$work"
dotnet "$built/Espalier.Fuzz.dll" seeds "$reader" "$work/seeds"
# What is built has links to the files of other projects: instrumented files must be copies of their own.
cp -rl "$built" "$work/bin"
for library in Espalier.Core Espalier.Runtime Espalier.Training YamlDotNet PureHDF CsvHelper StbImageSharp; do
  [ -f "$built/$library.dll" ] || continue
  cp --remove-destination "$built/$library.dll" "$work/bin/$library.dll"
  "$tools/sharpfuzz" "$work/bin/$library.dll"
done

# One processor: what runs on several threads would be covered another way each time. A bound on memory, so that running out of it is an exception.
memory=/dev/shm; [ -w "$memory" ] || memory=${TMPDIR:-/tmp}
scratch=$(mktemp -d -p "$memory"); trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch AFL_TMPDIR=$scratch DOTNET_PROCESSOR_COUNT=1 DOTNET_GCHeapHardLimit=0x60000000
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=120000
nice -n 19 afl-fuzz -i "$work/seeds" -o "$work/out" -x "$work/seeds.dict" -G 65536 -m none -t 5000 -V $((minutes * 60)) \
  -- dotnet "$work/bin/Espalier.Fuzz.dll" fuzz "$reader" > "$work/log.txt" 2>&1 || { tail -20 "$work/log.txt" >&2; exit 1; }

stats() { sed -n "s/^$1 *: //p" "$work/out/default/fuzzer_stats"; }
findings=$(find "$work/out/default/crashes" "$work/out/default/hangs" -name 'id*')
status=0
# A busy machine makes hangs of what is none; they are read once more.
[ -z "$findings" ] || nice -n 19 dotnet "$built/Espalier.Fuzz.dll" replay "$reader" $findings || status=1
echo "$reader: $(stats execs_done) executions, $(stats saved_crashes) crashes, $(stats saved_hangs) hangs, $(stats edges_found) edges, $(stats run_time) s"
exit "$status"
