#!/usr/bin/env bash
# Real clients against a listener that runs: listener/clients.sh PORT plain|cluster [CLIENT...]. Without a port it starts clusters and listeners itself, of both kinds.
# Clients are installed below listener/target/clients, where the tools for that are there; one that cannot be installed is skipped with a line.
# Ends with 0 only if none failed.
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

for client in "${clients[@]}"; do
  case $client in
    valkey-cli)
      cli=$(tool cli) || { skip "$client" "neither valkey-cli nor redis-cli is on the path"; continue; }
      run "$client" valkey_cli "$cli"
      ;;
    valkey-benchmark)
      benchmark=$(tool benchmark) || { skip "$client" "neither valkey-benchmark nor redis-benchmark is on the path"; continue; }
      run "$client" "$benchmark" -p "$port" $(cluster_flag --cluster) -n 2000 -r 500 -P 8 -q
      ;;
    redis-py)
      if [ ! -x "$place/python/bin/python" ]; then
        python3 -m venv "$place/python" 2>/dev/null && "$place/python/bin/pip" -q install redis 2>/dev/null || { rm -rf "$place/python"; skip "$client" "python3, venv and pip cannot install it"; continue; }
      fi
      run "$client" timeout 120 "$place/python/bin/python" "$sources/redis_py.py" "$port" "$mode"
      ;;
    node-redis | ioredis)
      if [ ! -d "$place/node/node_modules/ioredis" ]; then
        mkdir -p "$place/node"
        npm --prefix "$place/node" install --silent --no-audit --no-fund redis ioredis >/dev/null 2>&1 || { rm -rf "$place/node"; skip "$client" "npm cannot install it"; continue; }
      fi
      cp "$sources"/*.mjs "$place/node/"
      run "$client" timeout 120 node "$place/node/${client//-/_}.mjs" "$port" "$mode"
      ;;
    go-redis)
      if [ ! -x "$place/go/client" ]; then
        mkdir -p "$place/go" && cp "$sources/go_redis.go" "$place/go/main.go"
        (cd "$place/go" && { [ -f go.mod ] || go mod init client; } && go get github.com/redis/go-redis/v9 && go build -o client .) >/dev/null 2>&1 \
          || { rm -rf "$place/go"; skip "$client" "go cannot build it"; continue; }
      fi
      run "$client" timeout 120 "$place/go/client" "$port" "$mode"
      ;;
    *)
      echo "unknown client $client (expected: valkey-cli, valkey-benchmark, redis-py, node-redis, ioredis or go-redis)" >&2
      exit 2
      ;;
  esac
done
exit $failed
