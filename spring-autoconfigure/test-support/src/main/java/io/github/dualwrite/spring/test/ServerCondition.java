package io.github.dualwrite.spring.test;

import io.github.dualwrite.testkit.ServerBinary;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips where no server can be had, and says what would serve. */
final class ServerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return ConditionEvaluationResult.enabled(
                    "clusters of " + ServerBinary.find().version());
        } catch (IllegalStateException e) {
            return ConditionEvaluationResult.disabled(String.valueOf(e.getMessage()));
        }
    }
}
