package io.github.dualwrite.spring.diagnostics;

import io.github.dualwrite.spring.UnsupportedJedisException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Spring Boot's dependency management may bring a Jedis that is too old. */
final class UnsupportedJedisFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedJedisException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedJedisException cause) {
        return new FailureAnalysis(
                "Dualwrite cannot work: " + cause.getMessage() + ".",
                "Spring Boot 3.5 manages an older Jedis. Set the version in the build: the property jedis.version to 7.4.1 with Maven, or"
                        + " ext['jedis.version'] = '7.4.1' with Gradle.",
                cause);
    }
}
