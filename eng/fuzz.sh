#!/usr/bin/env bash
# Fuzzes a file reader for some minutes (SharpFuzz under AFL++), at the lowest priority; "all" takes one reader after the other:
#   eng/fuzz.sh READER MINUTES
#   eng/fuzz.sh names
# Prints "READER: N executions, N findings, ..." for each. Files that a reader must not fail on so are shown with what they give and kept under
# artifacts/fuzz/READER/out/default; the exit code is then 1.
set -euo pipefail
cd "$(dirname "$0")/.."
readers=${1:?which reader, or all, or names} minutes=${2:-0}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
built=artifacts/bin/Espalier.Fuzz/release tools=artifacts/fuzz/tools bin=artifacts/fuzz/bin
fuzz() { nice -n 19 dotnet "$built/Espalier.Fuzz.dll" "$@"; }

nice -n 19 dotnet build tests/Espalier.Fuzz -c Release -v q -nologo "-clp:ErrorsOnly;NoSummary"
if [ "$readers" = names ]; then fuzz names; exit; fi
if [ "$readers" = all ]; then readers=$(fuzz names); fi
[ "$minutes" -gt 0 ] || { echo "eng/fuzz.sh: for how many minutes?" >&2; exit 1; }
if ! command -v afl-fuzz >/dev/null; then
  [ "$(id -u)" = 0 ] || { echo "eng/fuzz.sh: install AFL++ (Debian: afl++)" >&2; exit 1; }
  apt-get update -qq && apt-get install -y -qq --no-install-recommends afl++ >/dev/null
fi
version=$(sed -n 's/.*"SharpFuzz" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
[ -x "$tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version "$version" --tool-path "$tools" >/dev/null

# What is built has links to the files of other projects: instrumented files must be copies of their own.
rm -rf "$bin"
mkdir -p artifacts/fuzz
cp -rl "$built" "$bin"
for library in Espalier.Core Espalier.Runtime Espalier.Training YamlDotNet PureHDF CsvHelper StbImageSharp; do
  cp --remove-destination "$built/$library.dll" "$bin/$library.dll"
  "$tools/sharpfuzz" "$bin/$library.dll"
done

memory=/dev/shm; [ -w "$memory" ] || memory=${TMPDIR:-/tmp}
scratch=$(mktemp -d -p "$memory"); trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch AFL_TMPDIR=$scratch
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=120000
status=0
for reader in $readers; do
  work=artifacts/fuzz/$reader
  rm -rf "$work"
  mkdir -p "$work"
  fuzz seeds "$reader" "$work/seeds"
  # One processor: what runs on several threads would be covered another way each time. A bound on memory, so that running out of it is an exception.
  DOTNET_PROCESSOR_COUNT=1 DOTNET_GCHeapHardLimit=0x60000000 nice -n 19 afl-fuzz -i "$work/seeds" -o "$work/out" -x "$work/seeds.dict" -G 65536 -m none -t 5000 \
    -V $((minutes * 60)) -- dotnet "$bin/Espalier.Fuzz.dll" fuzz "$reader" > "$work/log.txt" 2>&1 || { tail -20 "$work/log.txt" >&2; status=1; continue; }
  findings=0
  # Read once more: a busy machine makes hangs of what is none.
  for file in "$work"/out/default/crashes/id* "$work"/out/default/hangs/id*; do
    if [ -f "$file" ] && ! timeout 60 nice -n 19 dotnet "$built/Espalier.Fuzz.dll" replay "$reader" "$file"; then findings=$((findings + 1)) status=1; fi
  done
  stat() { sed -n "s/^$1 *: //p" "$work/out/default/fuzzer_stats"; }
  echo "$reader: $(stat execs_done) executions, $findings findings, $(stat edges_found) edges, $(stat corpus_count) inputs kept, $(stat run_time) s"
done
exit "$status"
