#!/usr/bin/env bash
# The shop on three clusters of this machine, at http://localhost:8080, or elsewhere with --server.port=PORT. Needs a JDK (17 or later) and Maven.
# Says how to use it when it is open; Ctrl-C ends it with the clusters. Whatever follows goes to Spring Boot.
# DUALWRITE_SERVER: the valkey-server or redis-server to run; by default one on the path, else one that comes along.
set -euo pipefail
cd "$(dirname "$0")/../.."

for needed in java mvn; do
  command -v "$needed" >/dev/null || { echo "run.sh: $needed is not on the path; it needs a JDK (17 or later) and Maven" >&2; exit 1; }
done

echo "Building the shop (a minute or two)"
mvn -B -q -DskipTests package -pl examples/spring-boot -am || { echo "run.sh: the build failed, see above" >&2; exit 1; }

echo "Starting three clusters, and then the shop"
# A group of its own (set -m): Ctrl-C would otherwise reach the servers as well, before the shop has written its last.
set -m
java ${DUALWRITE_SERVER:+-Ddualwrite.server="$DUALWRITE_SERVER"} \
  -cp "examples/spring-boot/target/classes:examples/spring-boot/target/lib/*" io.github.dualwrite.examples.shop.LocalShop "$@" </dev/null &
shop=$!
trap 'kill "$shop" 2>/dev/null || true' INT TERM HUP
status=0
while kill -0 "$shop" 2>/dev/null; do
  wait "$shop" && status=0 || status=$?
done
exit "$status"
