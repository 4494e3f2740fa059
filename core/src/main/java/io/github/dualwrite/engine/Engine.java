package io.github.dualwrite.engine;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.resp.Command;
import java.util.List;

/** The engine: one per application, safe for any thread. */
public final class Engine implements AutoCloseable {

    private Engine() {}

    /** Starts the engine. Secondaries that are down are no obstacle. */
    public static Engine start(DualWriteConfig config) {
        throw new UnsupportedOperationException(config.toString());
    }

    /**
     * Begins a command; to be called before the primary can see it.
     *
     * @return {@link Write#NONE} for a command that writes nothing
     * @throws io.github.dualwrite.command.RefusedCommandException if it would change data on the primary alone; then it must not be sent
     */
    public Write begin(Command command) {
        throw new UnsupportedOperationException(command.toString());
    }

    /** As {@link #begin(Command)}, for a door that has looked at the command itself. */
    public Write begin(Invocation invocation) {
        throw new UnsupportedOperationException(invocation.toString());
    }

    /** Begins a {@code MULTI}/{@code EXEC} block that reaches every secondary as one unit; to be called before {@code EXEC} is sent. */
    public Write beginTransaction(List<Invocation> invocations) {
        throw new UnsupportedOperationException(invocations.toString());
    }

    /** Drains within the configured time, then stops. */
    @Override
    public void close() {}
}
