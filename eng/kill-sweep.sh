#!/usr/bin/env bash
# Runs a sweep of thirty very small runs undisturbed, and once more in another cache while it is killed five times with all its processes;
# both must end with the same results.csv, byte for byte. Takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build src/Espalier.Cli -c Release -v q -nologo
espalier=artifacts/bin/Espalier.Cli/release/espalier.dll
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/recipe.yaml" <<'YAML'
name: tiny
data: { source: orchard, train: 300, minimum-answer-count: 3, question-length: 12 }
model: { hidden: 16, heads: 2, intermediate: 32, layers: [1, 1, 1], precision: fp32 }
pretrain: { images: 40, epochs: 1, batch: 64 }
stage1: { epochs: 1, batch: 64, learning-rate: 1e-3 }
stage2: { sparsity: 0.5, epochs: 1, batch: 64, learning-rate: 1e-3 }
stage3: { epochs: 1, batch: 64, learning-rate: 1e-3 }
YAML
cat > "$work/sweep.yaml" <<'YAML'
name: thirty
recipe: recipe.yaml
grids:
  - pair:
      bce+lmh: { compare: [ { stage1: bce, stage2: lmh } ] }
      lpf+lmh: { compare: [ { stage1: lpf, stage2: lmh } ] }
      bce+omp+lmh: { compare: [ { stage1: bce, stage2: omp, stage3: lmh } ] }
    stage2.sparsity: [0.1, 0.3, 0.5, 0.7, 0.9]
    seed: [49, 50]
YAML

sweep() { # NAME
  ESPALIER_CACHE="$work/cache-$1" dotnet "$espalier" sweep "$work/sweep.yaml" --out "$work/$1" --jobs 2 --threads 1 >> "$work/$1.log" 2>&1
}
finished() { find "$work/killed/runs" -name summary.json 2>/dev/null | wc -l; }

sweep whole
for kill in 1 2 3 4 5; do
  goal=$((kill * 5))
  set -m
  sweep killed & group=$!
  set +m
  while [ "$(finished)" -lt "$goal" ] && kill -0 "$group" 2>/dev/null; do sleep 0.2; done
  sleep "0.$((RANDOM % 10))"
  kill -KILL -- "-$group" 2>/dev/null || { echo "kill-sweep: the sweep ended before kill $kill" >&2; exit 1; }
  wait "$group" 2>/dev/null || true
  echo "killed with $(finished) of 30 runs done"
done
sweep killed
cmp "$work/whole/results.csv" "$work/killed/results.csv"
echo "$(($(wc -l < "$work/whole/results.csv") - 1)) models, the same results.csv after five kills as undisturbed"
