package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.ReplyParser;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first words on a connection: the version of the protocol, and who we are. */
final class Greeting extends Exchange {

    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    private final String target;
    private final Connection connection;
    private final byte[] frame;

    Greeting(String target, Connection connection, @Nullable Credentials credentials) {
        this.target = target;
        this.connection = connection;
        List<byte[]> words = new ArrayList<>();
        words.add(Resp.ascii("HELLO"));
        words.add(Resp.ascii(Integer.toString(connection.protocol())));
        if (credentials != null) {
            String user = credentials.username();
            words.add(Resp.ascii("AUTH"));
            words.add((user == null || user.isEmpty() ? "default" : user).getBytes(StandardCharsets.UTF_8));
            words.add(credentials.password().getBytes(StandardCharsets.UTF_8));
        }
        words.add(Resp.ascii("SETNAME"));
        words.add(Resp.ascii("dualwrite-listener"));
        this.frame = Frames.command(words);
    }

    @Override
    protected void send(Connection to, Outlet out) {
        out.write(frame);
    }

    @Override
    protected void replied(byte[] bytes, int from, int to) {
        if (Resp.isError(bytes, from)) {
            String error = Resp.line(bytes, from, to);
            log.error("{}: {} refused the connection: {}", target, connection.node(), error);
            connection.end("refused the connection: " + error);
            return;
        }
        Object id = null;
        if (ReplyParser.parse(bytes, from) instanceof List<?> facts) {
            for (int i = 0; i + 1 < facts.size(); i += 2) {
                if (facts.get(i) instanceof byte[] name && new String(name, StandardCharsets.US_ASCII).equals("id")) {
                    id = facts.get(i + 1);
                }
            }
        }
        connection.greet(new Identification(connection, id));
    }

    /** Which process this is: a number of a connection means nothing without it. Whoever may not ask is still connected. */
    private static final class Identification extends Exchange {

        private static final byte[] INFO = Frames.command("INFO", "server");

        private final Connection connection;
        private final @Nullable Object id;

        Identification(Connection connection, @Nullable Object id) {
            this.connection = connection;
            this.id = id;
        }

        @Override
        protected void send(Connection to, Outlet out) {
            out.write(INFO);
        }

        @Override
        protected void replied(byte[] bytes, int from, int to) {
            connection.ready(ConnectionId.of(connection.node(), id, ReplyParser.parse(bytes, from)));
        }

        @Override
        protected void lost(@Nullable ConnectionId over, String why) {
            connection.end(why);
        }
    }

    @Override
    protected void lost(@Nullable ConnectionId over, String why) {
        connection.end(why);
    }
}
