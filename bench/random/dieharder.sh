#!/bin/sh
# Runs dieharder (Debian: apt-get install dieharder) on the raw stream of the device and keeps the report:
#   sh bench/random/dieharder.sh LAYOUT [fast|philox] [SEED] [all]
# LAYOUT: time, particles, seeds or blocks. Without `all` a strong subset runs (20 minutes on a busy machine): birthdays,
# OPERM5, ranks, bitstream, counts of ones, runs, STS serial, bit distribution, permutations, lagged sums (1 and 16 words),
# KS, bytes, DCT, fill trees, monobit 2. With it, `dieharder -a`. Each test of the subset has a stream of its own seed.
set -u
layout=${1:?name a layout: time, particles, seeds or blocks}
kind=${2:-fast}
seed=${3:-1}
cd "$(dirname "$0")/../.." || exit 1
report=bench/random/dieharder-$layout.txt
[ "$kind" = fast ] || report=bench/random/dieharder-$layout-$kind.txt

stream() { node bench/run.js bench/random/dieharder.ts "$layout" "$kind" "$1"; }

{
  echo "# dieharder -g 200, layout $layout, stream $kind, seed $seed${4:+, all tests}"
  if [ "${4:-}" = all ]; then
    stream "$seed" | dieharder -g 200 -a
  else
    for test in 0 1 2 3 4 8 9 15 100 101 102 "200 -n 4" "202 -n 5" "203 -n 1" "203 -n 16" 204 205 206 207 208 209; do
      seed=$((seed + 1000003))
      # shellcheck disable=SC2086 # the test's own option is a word of its own
      stream "$seed" | dieharder -g 200 -d $test | grep -E '\|.*\|.*(PASSED|WEAK|FAILED)'
    done
  fi
} > "$report"
if grep -q FAILED "$report"; then
  grep FAILED "$report"
  exit 1
fi
echo "$report: no FAILED, $(grep -c WEAK "$report") WEAK"
