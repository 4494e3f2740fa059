package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.engine.SecondaryStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the health component says, in no generation's types. A secondary that does not answer is a detail with a warning: the application serves as
 * ever, and a balancer that took all its instances out would turn a sick copy into an outage. Only a primary that cannot be found is down.
 *
 * @param status the code of Spring Boot's status
 * @param details by cluster
 */
record HealthView(String status, Map<String, Object> details) {

    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    static HealthView of(DualWrite dualWrite, String secondaryDown) {
        String code = UP;
        Map<String, Object> details = new LinkedHashMap<>();
        for (SecondaryStatus status : dualWrite.status()) {
            if (SecondaryView.isDown(status)) {
                code = secondaryDown;
            }
            details.put(status.name(), detail(status));
        }
        String trouble = dualWrite.engine().primary().trouble();
        if (trouble != null) {
            code = DOWN;
            details.put(dualWrite.config().primary().name(), Map.of("trouble", trouble));
        }
        return new HealthView(code, details);
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
