package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.engine.SecondaryStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Says how every secondary is doing. A secondary that does not answer is a detail with a warning: the application serves as ever, and a balancer
 * that took all its instances out would turn a sick copy into an outage. Only a primary that cannot be found is down.
 */
final class DualWriteHealthIndicator extends AbstractHealthIndicator {

    private final DualWrite dualWrite;
    private final Status secondaryDown;

    DualWriteHealthIndicator(DualWrite dualWrite, String secondaryDownStatus) {
        super("the state of the clusters cannot be told");
        this.dualWrite = dualWrite;
        this.secondaryDown = new Status(secondaryDownStatus);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (SecondaryStatus status : dualWrite.status()) {
            if (SecondaryView.isDown(status)) {
                builder.status(secondaryDown);
            }
            builder.withDetail(status.name(), detail(status));
        }
        String trouble = dualWrite.engine().primary().trouble();
        if (trouble != null) {
            builder.down().withDetail(dualWrite.config().primary().name(), Map.of("trouble", trouble));
        }
    }

    private static Map<String, Object> detail(SecondaryStatus status) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("phase", SecondaryView.Phase.of(status));
        detail.put("lag", status.lag().toMillis() + "ms");
        detail.put("dirtyKeys", status.dirtyKeys());
        if (SecondaryView.isDown(status)) {
            detail.put("warning", "does not answer; what is written waits, or becomes copies");
            if (status.trouble() != null) {
                detail.put("trouble", status.trouble());
            }
            if (!status.nodesDown().isEmpty()) {
                detail.put("nodesDown", SecondaryView.nodesDown(status));
            }
        }
        if (status.account().unrepairable() > 0) {
            detail.put("unrepairable", status.account().unrepairable());
        }
        return detail;
    }
}
