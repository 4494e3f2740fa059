package io.github.dualwrite.metrics;

import io.github.dualwrite.engine.SecondaryStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.Supplier;

/**
 * Every {@link Metric} as a Micrometer meter, tagged {@code target} with the secondary's name. Needs {@code io.micrometer:micrometer-core} on the
 * application's class path; nothing else of Dualwrite does.
 *
 * <pre>{@code new DualWriteMetrics(dualWrite::status).bindTo(registry)}</pre>
 */
public final class DualWriteMetrics implements MeterBinder {

    private final Supplier<List<SecondaryStatus>> status;

    /** @param status asked whenever a meter is read; the secondaries and their order never change */
    public DualWriteMetrics(Supplier<List<SecondaryStatus>> status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        List<SecondaryStatus> secondaries = status.get();
        for (int i = 0; i < secondaries.size(); i++) {
            int index = i;
            for (Metric metric : Metric.values()) {
                bind(
                        registry,
                        metric,
                        secondaries.get(i).name(),
                        () -> metric.of(status.get().get(index)));
            }
        }
    }

    private void bind(MeterRegistry registry, Metric metric, String target, Supplier<Number> value) {
        if (metric.kind() == Metric.Kind.COUNTER) {
            FunctionCounter.builder(
                            metric.metricName(), this, self -> value.get().doubleValue())
                    .baseUnit(metric.unit())
                    .tag("target", target)
                    .register(registry);
        } else {
            Gauge.builder(metric.metricName(), value)
                    .baseUnit(metric.unit())
                    .tag("target", target)
                    .register(registry);
        }
    }
}
