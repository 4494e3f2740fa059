package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.listener.client.Client;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the commands that a client's command was made into: its reply goes to whoever makes the client's reply of it. */
final class Part extends Forward {

    private final Consumer<byte[]> taker;

    Part(Routes routes, Client client, byte[] frame, @Nullable Invocation invocation, Consumer<byte[]> taker) {
        super(routes, client, frame, invocation);
        this.taker = taker;
    }

    @Override
    public void done(byte[] bytes, int from, int to) {
        taker.accept(Arrays.copyOfRange(bytes, from, to));
    }
}
