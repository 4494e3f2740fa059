package io.github.dualwrite.listener.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is to ask for. Safe for any thread. */
final class Routes {

    /** They answer machines that watch over the process and know no token; they tell nothing else. */
    private static final Set<String> FOR_PROBES = Set.of("/healthz", "/readyz");

    private final Map<String, Answer> assets = new HashMap<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Statuses statuses;
    private final History history;
    private final MetricsPage metrics;
    private final Clock clock;
    private volatile boolean closing;

    Routes(Statuses statuses, History history, MetricsPage metrics, Clock clock) throws IOException {
        this.statuses = statuses;
        this.history = history;
        this.metrics = metrics;
        this.clock = clock;
        asset("/", "index.html", "text/html; charset=utf-8");
        asset("/panel.css", "panel.css", "text/css; charset=utf-8");
        asset("/panel.js", "panel.js", "text/javascript; charset=utf-8");
        asset("/icon.svg", "icon.svg", "image/svg+xml");
    }

    private void asset(String path, String file, String type) throws IOException {
        try (InputStream in = Routes.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("the panel's " + file + " is missing from the jar");
            }
            assets.put(path, new Answer(200, type, in.readAllBytes()));
        }
    }

    static boolean isForProbes(String path) {
        return FOR_PROBES.contains(path);
    }

    Answer answer(String uri) throws JsonProcessingException {
        QueryStringDecoder query = new QueryStringDecoder(uri);
        Answer asset = assets.get(query.path());
        if (asset != null) {
            return asset;
        }
        return switch (query.path()) {
            case "/healthz" -> Answer.text(200, "alive");
            case "/readyz" -> ready();
            case "/metrics" ->
                new Answer(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.text().getBytes(StandardCharsets.UTF_8));
            case "/api/status" -> new Answer(200, Answer.JSON, json.writeValueAsBytes(statuses.now()));
            case "/api/history" ->
                history(query.parameters().getOrDefault("after", List.of("0")).get(0));
            default ->
                Answer.text(
                        404,
                        "nothing is here (expected: /, /metrics, /api/status, /api/history?after=0, /healthz or /readyz)");
        };
    }

    /** From now on not ready. */
    void closing() {
        closing = true;
    }

    private Answer ready() {
        if (closing) {
            return Answer.text(503, "not ready: closing");
        }
        Verdict primary = statuses.primary();
        return primary.tone().equals("good")
                ? Answer.text(200, "ready")
                : Answer.text(503, "not ready: the primary is " + primary.state());
    }

    private Answer history(String after) throws JsonProcessingException {
        try {
            return new Answer(
                    200, Answer.JSON, json.writeValueAsBytes(history.after(Long.parseLong(after), clock.millis())));
        } catch (NumberFormatException e) {
            return Answer.text(400, "after: not a number (expected: what an earlier answer gave as next, or 0)");
        }
    }
}
