package io.github.dualwrite.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks the primary what it knows of a command. */
@FunctionalInterface
public interface CommandInfo {

    /**
     * The answer to {@code COMMAND INFO name}, as described in {@link io.github.dualwrite.resp.Replies}; blocks.
     *
     * @throws IOException if the primary did not answer: then nothing is known
     */
    @Nullable
    Object ask(String name) throws IOException;
}
