package io.github.dualwrite.spring.diagnostics;

import io.github.dualwrite.spring.PrimaryUnreachableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The primary must answer when the application starts; secondaries need not. */
final class PrimaryUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<PrimaryUnreachableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PrimaryUnreachableException cause) {
        String prefix = "dualwrite.clusters." + cause.primary() + ".";
        return new FailureAnalysis(
                "At the start " + cause.getMessage() + ".",
                "Check " + prefix + "nodes, and what the cause points at: " + prefix
                        + "tls.* where the connection is encrypted, " + prefix + "username and " + prefix + "password, "
                        + prefix + "timeouts.*. The primary must be a cluster.",
                cause);
    }
}
