package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** {@link HealthView} for Spring Boot 4. */
final class DualWriteHealthIndicator extends AbstractHealthIndicator {

    private final DualWrite dualWrite;
    private final String secondaryDown;

    DualWriteHealthIndicator(DualWrite dualWrite, String secondaryDown) {
        super("the state of the clusters cannot be told");
        this.dualWrite = dualWrite;
        this.secondaryDown = secondaryDown;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        HealthView view = HealthView.of(dualWrite, secondaryDown);
        builder.status(new Status(view.status())).withDetails(view.details());
    }
}
