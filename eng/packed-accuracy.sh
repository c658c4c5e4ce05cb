#!/usr/bin/env bash
# The accuracy of a run's models as packed files of fp32, bf16 and int8, as a Markdown table: packed-accuracy.sh RUN MODEL... (docs/packed.md has one).
set -euo pipefail
[ $# -ge 2 ] || { echo "packed-accuracy.sh RUN MODEL..." >&2; exit 1; }
espalier=${ESPALIER:-"dotnet run -c Release --no-build --project $(cd "$(dirname "$0")/.." && pwd)/src/Espalier.Cli --"}
run=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "| model | values | bytes | test-id | test-ood |"
echo "| --- | --- | ---: | ---: | ---: |"
for model in "$@"; do
  for values in fp32 bf16 int8; do
    file="$folder/$values.esp"
    $espalier export esp "$run" --model "$model" --out "$file" --values "$values" > /dev/null
    row="| $model | $values | $(stat -c %s "$file") |"
    for part in test-id test-ood; do
      # The accuracy in the row "all" of the first table, before that of the simple score.
      row="$row $($espalier evaluate "$file" --data "$run" --part "$part" | grep -m 1 "│ all  *│" | grep -oE "[0-9]+\.[0-9]+" | head -1) |"
    done
    echo "$row"
    rm "$file"
  done
done
