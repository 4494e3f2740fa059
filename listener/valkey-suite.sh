#!/usr/bin/env bash
# Valkey's own tests against the listener: listener/valkey-suite.sh [--direct] CHECKOUT [FILE...]. CHECKOUT is one of valkey-io/valkey, in the version
# of the valkey-server that is on the path; FILE is for example type/string, all that make sense by default. Prints passed and failed per file, and
# whether the listener's three clusters are equal afterwards; the logs are in listener/target/valkey-suite. --direct: against one node, without a
# listener. Needs tclsh.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
direct=false
if [ "${1:-}" = --direct ]; then
  direct=true
  shift
fi
[ $# -ge 1 ] && [ -x "$1/runtest" ] || { echo "usage: $0 [--direct] CHECKOUT [FILE...] (expected: a folder with runtest in it)" >&2; exit 2; }
command -v tclsh >/dev/null || { echo "tclsh: not found (expected: Tcl 8.5 or later)" >&2; exit 2; }
checkout="$(cd "$1" && pwd)"
shift
cd "$here/.."
exec mvn -B -q -pl listener -am -Dtest=ValkeySuiteTest -Dsurefire.failIfNoSpecifiedTests=false -Ddualwrite.test.suite="$checkout" \
  -Ddualwrite.test.suite.direct="$direct" -Ddualwrite.test.suite.files="$*" test
