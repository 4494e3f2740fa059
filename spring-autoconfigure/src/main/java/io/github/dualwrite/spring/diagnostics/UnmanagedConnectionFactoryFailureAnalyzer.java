package io.github.dualwrite.spring.diagnostics;

import io.github.dualwrite.spring.data.UnmanagedConnectionFactoryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What the guard found. */
final class UnmanagedConnectionFactoryFailureAnalyzer
        extends AbstractFailureAnalyzer<UnmanagedConnectionFactoryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnmanagedConnectionFactoryException cause) {
        return new FailureAnalysis(
                "What is written through these beans would reach one server alone: " + cause.names() + ".",
                "Remove the bean, so that Dualwrite makes the connection factory; or, where it is for something else than the clusters that"
                        + " Dualwrite writes to, set dualwrite.require-managed-connection-factory=false.",
                cause);
    }
}
