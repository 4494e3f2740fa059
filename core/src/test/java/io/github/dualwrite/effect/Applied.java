package io.github.dualwrite.effect;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.versions.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a secondary made of an effect's steps, sent as a lane sends them: one alone, several as a unit.
 *
 * @param accepted whether every answer was the expected one
 * @param error the first error, if there was one
 * @param answers the answers, for messages
 */
record Applied(boolean accepted, @Nullable RespError error, String answers) {

    static Applied to(NodeConnection secondary, List<Step> steps) throws IOException {
        List<@Nullable Object> replies = new ArrayList<>();
        RespError error = null;
        if (steps.size() == 1) {
            replies.add(secondary.call(steps.get(0).words()));
        } else {
            secondary.call("MULTI");
            for (Step step : steps) {
                if (secondary.call(step.words()) instanceof RespError refused && error == null) {
                    error = refused;
                }
            }
            Object unit = secondary.call("EXEC");
            if (unit instanceof List<?> each) {
                replies.addAll(each);
            } else {
                replies.add(unit);
            }
        }
        boolean accepted = error == null && replies.size() == steps.size();
        for (int i = 0; i < replies.size(); i++) {
            accepted &= i < steps.size() && steps.get(i).accepts(replies.get(i));
            if (replies.get(i) instanceof RespError refused && error == null) {
                error = refused;
            }
        }
        return new Applied(accepted, error, show(replies));
    }

    static String show(@Nullable Object reply) {
        return reply instanceof List<?> list
                ? list.stream().map(Applied::show).toList().toString()
                : Script.text(reply);
    }

    static String show(List<Step> steps) {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            StringBuilder line = new StringBuilder();
            for (byte[] word : step.words()) {
                line.append(Script.text(word)).append(' ');
            }
            lines.add(line + "=> " + (step.expected() == Step.ANY ? "any" : show(step.expected())));
        }
        return lines.toString();
    }
}
