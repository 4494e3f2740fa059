#!/usr/bin/env bash
# Real clients against a listener that runs: listener/clients.sh PORT plain|cluster [CLIENT...]. Without a port it starts clusters and listeners itself, of both kinds.
# Clients are installed below listener/target/clients, where the tools for that are there; one that cannot be installed within DUALWRITE_INSTALL_SECONDS
# (120) is skipped with a line. Ends with 0 only if none failed.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

if [ $# -eq 0 ]; then
  cd "$here/.." && exec mvn -B -q -pl listener -am -Dtest=RealClientsTest -Dsurefire.failIfNoSpecifiedTests=false -Ddualwrite.test.clients=true test
fi

port=$1 mode=$2
shift 2
clients=("$@")
[ ${#clients[@]} -gt 0 ] || clients=(valkey-cli valkey-benchmark redis-py node-redis ioredis go-redis)
sources="$here/src/test/clients" place="$here/target/clients"
mkdir -p "$place"
seconds=${DUALWRITE_INSTALL_SECONDS:-120}
failed=0

skip() { echo "skipped $1: $2"; }
tool() { command -v "valkey-$1" || command -v "redis-$1"; }
cluster_flag() { [ "$mode" = cluster ] && echo "$1"; }

run() {
  local name=$1
  shift
  if "$@" >"$place/$name-$mode.log" 2>&1; then
    echo "passed $name $mode"
  else
    failed=1
    echo "FAILED $name $mode"
    tail -20 "$place/$name-$mode.log"
  fi
}

valkey_cli() {
  local cli=$1
  ask() { "$cli" -p "$port" $(cluster_flag -c) "$@"; }
  [ "$(ask SET cli:1 v)" = OK ] && [ "$(ask GET cli:1)" = v ] && [ "$(ask -3 HSET cli:h f v)" -ge 0 ] && [ "$(ask -3 HGETALL cli:h | tr '\n' ' ')" = 'f v ' ] \
    && [ "$(printf 'MULTI\nINCR cli:n\nEXEC\n' | ask | tr '\n' ' ' | cut -c1-10)" = 'OK QUEUED ' ] && ask --scan --pattern 'cli:*' | grep -q 'cli:1' \
    && [ "$(printf 'SET cli:2 piped\r\nGET cli:2\r\n' | ask --pipe 2>&1 | grep -c 'errors: 0')" = 1 ] && ask --bigkeys | grep -q 'Biggest string' && [ "$(ask GET cli:2)" = piped ]
}

# Each leaves what it is asked for in place whole or not at all.
install_python() {
  [ -x "$place/python/bin/python" ] && return
  python3 -m venv "$place/python" && "$place/python/bin/pip" -q install redis && "$place/python/bin/python" -c 'import redis.cluster'
}
install_node() {
  [ -d "$place/node/node_modules/ioredis" ] && return
  mkdir -p "$place/node" && npm --prefix "$place/node" install --silent --no-audit --no-fund redis ioredis && (cd "$place/node" && node --input-type=module -e 'import "redis"; import "ioredis"')
}
install_go() {
  [ -x "$place/go/client" ] && return
  mkdir -p "$place/go" && cp "$sources/go_redis.go" "$place/go/main.go" && cd "$place/go" && { [ -f go.mod ] || go mod init client; } && go get github.com/redis/go-redis/v9 && go build -o client .
}

# All at the same time, and what is wanted of them first is waited for.
declare -A installing
install() { # a kind, and the tool that it needs
  local kind=$1
  [ -z "${installing[$kind]:-}" ] && command -v "$2" >/dev/null || return 0
  export place sources
  export -f "install_$kind"
  { timeout "$seconds" bash -c "install_$kind" >"$place/install-$kind.log" 2>&1 || { rm -rf "${place:?}/$kind" 2>/dev/null; false; }; } &
  installing[$kind]=$!
}
is_installed() { [ -n "${installing[$1]:-}" ] && wait "${installing[$1]}"; }

for client in "${clients[@]}"; do
  case $client in
    redis-py) install python python3 ;;
    node-redis | ioredis) install node npm ;;
    go-redis) install go go ;;
  esac
done

for client in "${clients[@]}"; do
  case $client in
    valkey-cli)
      cli=$(tool cli) || { skip "$client" "neither valkey-cli nor redis-cli is on the path"; continue; }
      run "$client" valkey_cli "$cli"
      ;;
    valkey-benchmark)
      benchmark=$(tool benchmark) || { skip "$client" "neither valkey-benchmark nor redis-benchmark is on the path"; continue; }
      run "$client" timeout 60 "$benchmark" -p "$port" $(cluster_flag --cluster) -n 2000 -r 500 -P 8 -q
      ;;
    redis-py)
      is_installed python || { skip "$client" "python3, venv and pip did not install it within $seconds s"; continue; }
      run "$client" timeout 60 "$place/python/bin/python" "$sources/redis_py.py" "$port" "$mode"
      ;;
    node-redis | ioredis)
      is_installed node || { skip "$client" "npm did not install it within $seconds s"; continue; }
      cp "$sources"/*.mjs "$place/node/"
      run "$client" timeout 60 node "$place/node/${client//-/_}.mjs" "$port" "$mode"
      ;;
    go-redis)
      is_installed go || { skip "$client" "go did not build it within $seconds s"; continue; }
      run "$client" timeout 60 "$place/go/client" "$port" "$mode"
      ;;
    *)
      echo "unknown client $client (expected: valkey-cli, valkey-benchmark, redis-py, node-redis, ioredis or go-redis)" >&2
      exit 2
      ;;
  esac
done
exit $failed
