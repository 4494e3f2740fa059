#!/usr/bin/env bash
# The main job, end to end: three real clusters, the listener, the facade, and a comparison of every key.
# Needs a JDK and Maven. Exits with 0 only if all clusters are equal. --serve leaves everything running until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Building the listener and the examples"
mvn -B -q -DskipTests package -pl listener,examples -am

exec java -Ddualwrite.root=. -cp "examples/target/dualwrite-examples-0.1.0-SNAPSHOT.jar:examples/target/lib/*" \
  ${DUALWRITE_SERVER:+-Ddualwrite.server="$DUALWRITE_SERVER"} \
  io.github.dualwrite.examples.Demo "$@"
