# Sourced by the commands here: installs what is missing, builds what is missing.
# Then `harness COMMAND OPTIONS...` runs the harness.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

need() { # PROGRAM PACKAGE: installed if the program is missing, and not started
  if ! command -v "$1" >/dev/null && ! compgen -G "$1" >/dev/null; then missing+=("$2"); fi
}

install_missing() {
  missing=()
  need sipp sip-tester
  need kamailio kamailio
  need '/usr/lib/postgresql/*/bin/postgres' postgresql
  need setpriv util-linux
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing ${missing[*]}"
  local sudo='' policy=/usr/sbin/policy-rc.d ours=
  [ "$(id -u)" = 0 ] || sudo=sudo
  # Installed, not started: the benchmarks start their own, on free ports of loopback
  if [ ! -e $policy ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
    $sudo chmod +x $policy
  fi
  $sudo apt-get -qq update
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
  [ -z "$ours" ] || $sudo rm -f $policy
}

build_missing() {
  if [ ! -e sip-async-ext/dist/target/sip-async-micro.jar ] || [ ! -e sample-app/target/sample-app.war ] ||
     [ ! -e benchmarks/target/benchmarks-hold.war ]; then
    echo "building"
    mvn -B -q -ntp package -DskipTests -pl sip-async-ext/dist,sample-app,benchmarks -am
  fi
}

harness() {
  install_missing
  build_missing
  exec java -cp "benchmarks/target/classes:benchmarks/target/lib/*:sip-async-ext/dist/target/lib/*" org.sipasync.benchmarks.Main "$@"
}
