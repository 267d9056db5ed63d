#!/bin/bash
# One experiment in parts on one machine or on several, by GNU parallel; then all parts added.
#
#   ./parallel.sh double-well.json results 16 4      # 16 parts, 4 at a time
#
# A part that fails is tried again, three times in all, and goes on from its checkpoint. For several machines with a common folder, give
# parallel their names: PARALLEL='--sshlogin 1/host1,1/host2 --workdir .' ./parallel.sh …
set -euo pipefail
experiment=$1 out=$2 parts=${3:-4} jobs=${4:-1}
ergodic=${ERGODIC:-ergodic}
mkdir -p "$out"
seq "$parts" | parallel --jobs "$jobs" --retries 3 --joblog "$out/jobs.log" \
  "$ergodic run $experiment --out $out --shard {}/$parts --resume --quiet"
$ergodic merge "$out"
