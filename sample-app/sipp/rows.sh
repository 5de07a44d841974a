#!/usr/bin/env bash
# Drives every row of the sample's table with SIPp against a running sample and prints a line for each:
#   sample-app/sipp/rows.sh [host:port of SIP] [host:port of HTTP]
# Ends with 0 if each was answered as the table says. Needs sip-tester and curl from Debian.
set -uo pipefail
server=${1:-127.0.0.1:5060} http=${2:-127.0.0.1:8080}
command -v sipp >/dev/null || { echo "SIPp is missing: apt-get install sip-tester" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
callee=
trap '[ -z "$callee" ] || kill "$callee" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0 failed=0

# play FILE OPTIONS...: SIPp, once
play() {
  local file=$1
  shift
  timeout 60 sipp "$@" -sf "$file" -i 127.0.0.1 -m 1 -timeout 40 -nd -nostdin \
    -trace_err -error_file "$work/errors" >"$work/out" 2>&1
}

# scenario NAME: a scenario file with its blanks filled in from the variables at hand
scenario() {
  local escaped=${expected//</\&lt;}
  sed -e "s|@USER@|$user|g; s|@PARAMETERS@|$parameters|g; s|@STATUS@|$status|g; s|@METHOD@|$method|g" \
      -e "s|@EXPECTED@|${escaped//&/\\&}|g; s|@PASSWORD@|${password:-}|g" \
      -e "s|@NAME@|${name:-alice}|g; s|@CONTACT@|${contact:-[local_ip]:[local_port]}|g" \
      "$here/$1.xml" >"$work/$1.xml"
  # The digest is made for the Request-URI
  play "$work/$1.xml" -auth_uri "$user$server$parameters" "$server"
}

# row METHOD USER PARAMETERS STATUS EXPECTED: one request, what must come back, and a text in it
row() {
  method=$1 user=$2 parameters=$3 status=$4 expected=$5
  local file=request
  if [ "$method" = INVITE ]; then file=$([ "$status" = 200 ] && echo call || echo refused); fi
  told "$method sip:$user@h$parameters" "$status $expected" scenario "$file"
}

# told WHAT ANSWER COMMAND...: runs a command and says how it went
told() {
  local what=$1 answer=$2
  shift 2
  : >"$work/errors"
  if "$@"; then
    passed=$((passed + 1)); echo "ok      $what  ->  $answer"
  else
    failed=$((failed + 1)); echo "FAILED  $what  ->  not $answer"
    tail -5 "$work/errors" | sed 's/^/        /'
  fi
}

authenticated() { # METHOD USER@ PARAMETERS STATUS EXPECTED PASSWORD
  method=$1 user=$2 parameters=$3 status=$4 expected=$5 password=$6
  scenario auth
}

waits() { # METHOD: a call that waits, and the event that somebody posts meanwhile
  method=$1 user=wait parameters=";key=sipp-$1" status=200 expected="X-Event: paid"
  scenario "$([ "$1" = INVITE ] && echo call || echo request)" &
  local call=$!
  for _ in $(seq 50); do
    [ "$(curl -s -X POST -d paid "http://$http/events/sipp-$1")" = 1 ] && break
    sleep 0.1
  done
  wait "$call"
}

registers() { # NAME PORT: a REGISTER of a phone on that port
  method=REGISTER user="" parameters="" status=200 password=secret-of-$1
  name=$1 contact=127.0.0.1:$2 expected="Contact: <sip:$1@127.0.0.1:$2>;expires=300"
  scenario auth
}

calls_bob() { # a call to whom has registered
  play "$here/callee.xml" -p "$1" &
  callee=$!
  sleep 0.5
  method=INVITE user=call parameters=";uid=bob" status=200 expected="X-Callee: bob"
  scenario call && wait "$callee"
}

for m in INVITE OPTIONS MESSAGE; do
  row $m credit ";uid=alice" 200 "X-Credit: 42"
  row $m credit ";uid=carol" 402 "No credit"
  row $m credit ";uid=mallory" 404 "Unknown user"
  row $m http ";delay=100" 200 "X-Result: price=0.12"
  row $m http ";delay=20;action=route" 302 "Contact: <sip:"
  row $m http ";delay=20;action=block" 403 "Blocked"
  row $m http ";delay=5000" 504 "too slow"
  row $m pause ";ms=100" 200 "SIP/2.0 200"
  row $m exec ";arg=x" 200 "X-Exec: the script was given x"
  row $m push "" 200 "X-Pushed: "
  row $m cdr "" 200 "SIP/2.0 200"
  row $m event "" 200 "SIP/2.0 200"
  row $m chain ";uid=alice" 200 "X-Steps: known credit=42 price=0.12"
  row $m all "" 200 "X-All: credit=42 price=0.12 slept"
  told "$m sip:wait@h;key=k" "200 X-Event: paid" waits $m
  row $m credit ";uid=alice;mode=blocking" 200 "X-Credit: 42"
  row $m http ";delay=20;mode=blocking" 200 "X-Result: price=0.12"
  row $m pause ";ms=20;mode=blocking" 200 "SIP/2.0 200"
  row $m exec ";arg=x;mode=blocking" 200 "X-Exec: the script was given x"
done
told "OPTIONS sip:auth@h" "401, 200 X-User: alice" authenticated OPTIONS auth@ "" 200 "X-User: alice" secret-of-alice
told "MESSAGE sip:auth@h;mode=blocking" "401, 200" authenticated MESSAGE auth@ ";mode=blocking" 200 "X-User: alice" secret-of-alice
told "MESSAGE sip:auth@h" "401, 401 for a wrong password" authenticated MESSAGE auth@ "" 401 "WWW-Authenticate" wrong
told "REGISTER sip:h" "401, 200 with the binding" registers bob 5070
told "INVITE sip:call@h;uid=bob" "as the callee answers" calls_bob 5070
told "the record of the call" "in the database" sh -c "curl -s http://$http/records | grep -q millis"
row MESSAGE wait ";key=nobody" 504 "The event was not posted"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
