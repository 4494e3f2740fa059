#!/usr/bin/env sh
# The listener in place of an Envoy container: reads envoy.yaml (or the file that is named) and logs to log/customer.log.
# Needs a JDK (17 or later); builds the jar with Maven if it is not there yet. What comes behind the file goes to the listener, for example --insecure,
# which a configuration that listens on 0.0.0.0 without a password needs.
# JAVA_OPTIONS: what the JVM is told. By default a heap of 192 MB that is touched at the start, so that what the process occupies stays what it is, and that
# grows to 256 MB only while mirrors are away; enough for values of up to some megabytes. The serial collector costs the least for so small a heap.
set -eu
config="${1:-envoy.yaml}"
[ $# -gt 0 ] && shift
here="$(cd "$(dirname "$0")/.." && pwd)"
jar="$here/listener/target/dualwrite-listener.jar"
[ -f "$jar" ] || (cd "$here" && mvn -B -q -DskipTests package -pl listener -am)
mkdir -p log
java -jar "$jar" --config "$config" --check "$@" || exit $?
exec java ${JAVA_OPTIONS:--Xms192m -Xmx256m -XX:+AlwaysPreTouch -XX:+UseSerialGC} -jar "$jar" --config "$config" "$@" >> log/customer.log 2>&1
