package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import org.jspecify.annotations.Nullable;

/** Makes effects. Stateless and safe for any thread; called on the application's thread, so it never blocks and hardly allocates. */
public interface Effects {

    /**
     * The effect of a write that the primary answered.
     *
     * @param reply the primary's reply as described in {@link io.github.dualwrite.resp.Replies}; an error means nothing happened, except for
     *     commands that can fail half-way, whose keys are then copied
     */
    Effect of(Invocation invocation, @Nullable Object reply);
}
