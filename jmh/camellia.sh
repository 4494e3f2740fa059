#!/usr/bin/env bash
# Downloads a part of NetEase Camellia, another double writer for Java, with all that it needs: for comparisons only, and no part of the build.
#   jmh/camellia.sh ARTIFACT VERSION FOLDER        does nothing if the folder is there
set -euo pipefail
cd "$(dirname "$0")/.."
artifact=$1 version=$2 folder=$3
[ -d "$folder" ] && exit 0
mkdir -p jmh/target
cat > "jmh/target/$artifact.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>io.github.dualwrite.benchmark</groupId>
  <artifactId>camellia</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.netease.nim</groupId>
      <artifactId>$artifact</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -B -q -f "jmh/target/$artifact.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/$folder"
