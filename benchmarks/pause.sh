#!/usr/bin/env bash
# Calls the running sample at a steady rate with SIPp and prints one line:
#   benchmarks/pause.sh [options|invite|message] [calls/s] [seconds] [uri parameters]
# as in  benchmarks/pause.sh invite 500 20 ';ms=100'   and   ... ';ms=100;mode=blocking'
set -euo pipefail
scenario=${1:-invite} rate=${2:-500} seconds=${3:-20} parameters=${4:-;ms=100}
server=${SIP_SERVER:-127.0.0.1:5060}
command -v sipp >/dev/null || { echo "SIPp is missing: apt-get install sip-tester" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
timeout $((seconds + 60)) sipp "$server" -sf "$here/sipp/$scenario.xml" -s pause \
  -key uri "$parameters" -i 127.0.0.1 -r "$rate" -m $((rate * seconds)) -l 50000 \
  -timeout $((seconds + 40)) -nd -nostdin >"$out" 2>&1 || status=$?
field() { grep -a "$1" "$out" | tail -1 | awk -F'|' '{print $3}' | tr -d ' '; }
retransmitted=$(grep -aE '^ *[A-Z]+ -+>' "$out" | awk '{sum += $4} END {print sum + 0}')
echo "$scenario $parameters at $rate/s for $seconds s: ok $(field 'Successful call')," \
  "failed $(field 'Failed call'), retransmissions $retransmitted"
exit $status
