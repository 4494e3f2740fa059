#!/usr/bin/env bash
# Builds the benchmarks, runs one by name or all of them, and prints Markdown tables.
#
#   jmh/run.sh                     everything, long form (three quarters of an hour and more)
#   jmh/run.sh short               everything, about a minute each
#   jmh/run.sh overhead --threads 1,8 --operations set-10
#   jmh/run.sh isolation | lag | gone | copying | peers | fleet       each takes options, see its class
#   jmh/run.sh copying --shake PROGRAM --check PROGRAM --riot PROGRAM   the same beside RedisShake, RedisFullCheck and RIOT, none of which is downloaded;
#                                                                     SHAKE=, CHECK= and RIOT=PROGRAM say the same
#   jmh/run.sh micro EngineBenchmark -prof gc                         micro-benchmarks, with JMH's own options
#   jmh/run.sh jar                 how large core is without its dependencies
#   jmh/run.sh plots               draws docs/plots/*.svg from the last results
#
# Every system benchmark keeps its table in jmh/target/results as well. BENCHMARK_BUILT=1 skips the build, JAVA_OPTS are passed on.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -n "${BENCHMARK_BUILT:-}" ] || mvn -B -q -DskipTests package -pl jmh -am
classes="jmh/target/dualwrite-jmh-0.1.0-SNAPSHOT.jar:jmh/target/lib/*"

java_of() {
  # shellcheck disable=SC2086 # options are several words
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xms1g -Xmx1g ${JAVA_OPTS:-} -Dbenchmark.results=jmh/target/results -cp "$classes" "$@"
}

main() {
  local class=$1
  shift
  java_of "io.github.dualwrite.jmh.$class" "$@"
}

size_of_core() {
  local jar
  jar=$(ls core/target/dualwrite-core-*-SNAPSHOT.jar)
  echo "core without its dependencies: $(($(wc -c < "$jar") / 1024)) KiB"
}

run() {
  local name=$1
  shift
  case $name in
    overhead) main system.Overhead "$@" ;;
    isolation) main system.Isolation "$@" ;;
    lag) main system.Lag "$@" ;;
    gone) main system.Gone "$@" ;;
    copying) main system.Copying ${SHAKE:+--shake "$SHAKE"} ${CHECK:+--check "$CHECK"} ${RIOT:+--riot "$RIOT"} "$@" ;;
    peers)
      jmh/camellia.sh camellia-redis 1.2.28 jmh/target/camellia
      JAVA_OPTS="${JAVA_OPTS:-} --add-opens java.base/java.lang=ALL-UNNAMED" # it makes classes as one did before Java 17
      main system.Peers "$@"
      ;;
    fleet) main FleetCost "$@" ;;
    micro) java_of org.openjdk.jmh.Main "$@" ;;
    plots) main system.Plots jmh/target/results docs/plots ;;
    jar) size_of_core ;;
    short)
      run overhead --threads 1,8 --operations set-10,get,pipeline-100 --rounds 3 --millis 700
      run isolation --faults frozen,dead,black-holed,slow --pairs 3 --millis 1000
      run lag --percent 50 --millis 2000
      run gone --writes 500000 --steps 5
      run copying --keys 50000 --rounds 1
      run peers --millis 500
      run micro 'EngineBenchmark|TicketBenchmark|KeyBenchmark' -f 1 -prof gc
      run jar
      ;;
    all)
      run overhead
      run isolation --millis 1000 --writers facade,sync,future
      run lag
      run gone
      run copying
      run peers
      run fleet
      run micro -f 1 -prof gc
      run micro 'EngineBenchmark.write$' -f 1 -t 8 # more callers than cores
      run jar
      run plots
      ;;
    *)
      echo "$name: no such benchmark (see the head of this script)" >&2
      exit 2
      ;;
  esac
}

name=${1:-all}
shift || true
run "$name" "$@"
