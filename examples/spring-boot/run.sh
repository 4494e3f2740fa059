#!/usr/bin/env bash
# The shop on three clusters of this machine, at http://localhost:8080, or elsewhere with --server.port=PORT. Needs a JDK and Maven.
# Ctrl-C ends it with the clusters.
set -euo pipefail
cd "$(dirname "$0")/../.."

echo "Building the shop"
mvn -B -q -DskipTests package -pl examples/spring-boot -am

exec java ${DUALWRITE_SERVER:+-Ddualwrite.server="$DUALWRITE_SERVER"} \
  -cp "examples/spring-boot/target/classes:examples/spring-boot/target/lib/*" io.github.dualwrite.examples.shop.LocalShop "$@"
