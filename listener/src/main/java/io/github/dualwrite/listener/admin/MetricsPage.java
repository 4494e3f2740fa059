package io.github.dualwrite.listener.admin;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.metrics.DualWriteMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Every figure in Prometheus' text format: the secondaries', the listener's own, and the process's. */
final class MetricsPage implements AutoCloseable {

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    MetricsPage(Engine engine, Traffic traffic) {
        new DualWriteMetrics(engine::status).bindTo(registry);
        FunctionCounter.builder("dualwrite.listener.commands", traffic, Traffic::commands)
                .description("Commands that clients have sent")
                .register(registry);
        Gauge.builder("dualwrite.listener.clients", traffic, Traffic::clients)
                .description("Clients that are connected")
                .register(registry);
        percentiles(
                "dualwrite.listener.answer.time", "primary", engine.primary().name(), traffic.answers());
        engine.status()
                .forEach(secondary -> percentiles(
                        "dualwrite.confirmation.time",
                        "secondary",
                        secondary.name(),
                        engine.latencies(secondary.name())));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** Of everything since the start; the panel's plots show the last second's. */
    private void percentiles(String name, String role, String target, Latencies latencies) {
        for (double share : new double[] {0.5, 0.99, 0.999}) {
            Gauge.builder(name, latencies, each -> each.counts().percentile(share) / NANOS_PER_SECOND)
                    .baseUnit("seconds")
                    .tag("target", target)
                    .tag("role", role)
                    .tag("quantile", Double.toString(share))
                    .register(registry);
        }
    }

    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
