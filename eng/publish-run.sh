#!/usr/bin/env bash
# Publishes espalier-run into artifacts/espalier-run, and checks it: for Linux on x86-64 a program of machine code for each level of processors, which needs no
# .NET, and for all systems a .NET tool. Needs clang and zlib's headers, and qemu to see what weaker processors would; installs what is missing where it may.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=$PWD/artifacts/espalier-run
most=30000000
levels="portable x86-64-v3 x86-64-v4"

fail() { echo "eng/publish-run.sh: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null; }
install() {
  has apt-get && [ "$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
program() { [ "$1" = portable ] && echo "$out/espalier-run" || echo "$out/espalier-run-${1#x86-64-}"; }

[ "$(uname -sm)" = "Linux x86_64" ] || fail "programs of machine code are published on Linux on x86-64; elsewhere: dotnet pack src/Espalier.Run"
if ! has clang || ! has objcopy || [ ! -f /usr/include/zlib.h ]; then
  install clang binutils zlib1g-dev || fail "install clang, binutils and zlib's headers (Debian: clang binutils zlib1g-dev)"
fi
has qemu-x86_64-static || install qemu-user-static || true

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$out"
mkdir -p "$out"
for level in $levels; do
  echo "== $level"
  dotnet publish src/Espalier.Run -c Release -v q -r linux-x64 -p:EspalierLevel="$level" --artifacts-path artifacts/run-build -o "$work/$level"
  cp "$work/$level/espalier-run" "$(program "$level")"
done
echo "== .NET tool"
dotnet pack src/Espalier.Run -c Release -v q -o "$out"

echo "== checks"
for level in $levels; do
  size=$(stat -c %s "$(program "$level")")
  echo "$(program "$level")  $size bytes"
  [ "$size" -lt "$most" ] || fail "$level has $size bytes; less than $most are wanted"
  others=$(ldd "$(program "$level")" | awk '{ print $1 }' | grep -Ev '^(linux-vdso|lib(c|m|dl|pthread|rt)|/lib64/ld-linux-x86-64)\.so' || true)
  [ -z "$others" ] || fail "$level needs $others"
done

# What runs a level's tests is the level itself: the portable one has nothing beside it to hand over to.
dotnet build tests/Espalier.Run.Tests -c Release -v q
for level in $levels; do
  cp "$(program "$level")" "$work/alone"
  if "$work/alone" --help >/dev/null 2>"$work/refusal"; then
    echo "-- tests, $level"
    ESPALIER_RUN="$work/alone" dotnet artifacts/bin/Espalier.Run.Tests/release/Espalier.Run.Tests.dll
  else
    grep -q "which this one has not" "$work/refusal" || fail "$level: $(cat "$work/refusal")"
    echo "-- not tested, as this processor is below it: $level"
  fi
done

# Before 7.2 qemu has no AVX2 itself.
if has qemu-x86_64-static && printf '7.2\n%s\n' "$(qemu-x86_64-static --version | sed -n 's/.*version \([0-9.]*\).*/\1/p')" | sort -CV; then
  expect() { # processor, level, exit code
    code=0
    qemu-x86_64-static -cpu "$1" "$(program "$2")" --help >/dev/null 2>"$work/said" || code=$?
    [ "$code" = "$3" ] || fail "$2 on $1: exit code $code, not $3: $(cat "$work/said")"
    [ "$3" = 0 ] || grep -q "which this one has not" "$work/said" || fail "$2 on $1 says: $(cat "$work/said")"
  }
  mkdir "$work/front"
  cp "$(program portable)" "$work/front/run"
  expect_front() { # processor, what is started
    [ "$(qemu-x86_64-static -cpu "$1" "$work/front/run" 2>/dev/null)" = "$2" ] || fail "on $1 the portable program does not start $2"
  }
  for level in v3 v4; do
    printf '#!/bin/sh\necho %s\n' "$level" >"$work/front/run-$level"
    chmod +x "$work/front/run-$level"
  done
  expect Nehalem portable 0
  expect Nehalem x86-64-v3 3
  expect Nehalem x86-64-v4 3
  expect Haswell x86-64-v3 0
  expect Haswell x86-64-v4 3
  expect_front Haswell v3
  echo "-- weaker processors are told, and the portable program starts the best one"
else
  echo "-- not checked, without qemu-x86_64-static 7.2 or later: what weaker processors see"
fi

dotnet tool install Espalier.Run --tool-path "$work/tool" --source "$out" --prerelease >/dev/null
"$work/tool/espalier-run" inspect --help >/dev/null || fail "the .NET tool does not run"
echo "-- the .NET tool runs"
ls -l "$out"
