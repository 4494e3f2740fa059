package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes effects. Stateless and safe for any thread; called on the application's thread, so it never blocks and hardly allocates. */
public interface Effects {

    /** The effects of every kind in the catalogue. */
    static Effects standard() {
        return StandardEffects.INSTANCE;
    }

    /**
     * The effect of a write that the primary answered.
     *
     * @param reply the primary's reply as described in {@link io.github.dualwrite.resp.Replies}; an error means nothing happened, except for
     *     commands that can fail half-way, whose keys are then copied
     */
    Effect of(Invocation invocation, @Nullable Object reply);

    /**
     * The effect of a whole transaction: one unit of the steps of its commands. Where one of them has to be copied, all keys written are. A command
     * that failed in the midst of it is left out. Messages ({@code PUBLISH}) inside of a transaction are not part of its effect.
     *
     * @param invocations the commands between {@code MULTI} and {@code EXEC}, in order
     * @param reply the reply of {@code EXEC}: a reply for each command; nil or an error when none was executed
     */
    default Effect transaction(List<Invocation> invocations, @Nullable Object reply) {
        return Transactions.of(this, invocations, reply);
    }
}
