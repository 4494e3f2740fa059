package io.github.dualwrite.listener;

import io.github.dualwrite.listener.wire.RequestParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A peer that misbehaves: it stands in front of a real node, and answers commands on keys that begin with {@code odd:} itself, as it is told to. They
 * never reach the node.
 */
final class OddNode implements AutoCloseable {

    private final int behind;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile String answer = "";

    OddNode(int behind) throws IOException {
        this.behind = behind;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What is answered from now on, as bytes; nothing at all if empty, and {@code close} ends the connection instead. */
    void answer(String raw) {
        answer = raw;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                return; // its connection has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket node = new Socket(InetAddress.getLoopbackAddress(), behind);
            sockets.add(client);
            sockets.add(node);
            start(() -> {
                node.getInputStream().transferTo(client.getOutputStream());
                client.close();
            });
            start(() -> pass(client, node));
        }
    }

    private void pass(Socket client, Socket node) throws IOException {
        RequestParser parser = new RequestParser(1 << 20, 1 << 26);
        InputStream in = client.getInputStream();
        OutputStream toNode = node.getOutputStream();
        byte[] kept = {};
        byte[] read = new byte[1 << 16];
        while (true) {
            int count = in.read(read);
            if (count < 0) {
                node.close();
                return;
            }
            byte[] all = Arrays.copyOf(kept, kept.length + count);
            System.arraycopy(read, 0, all, kept.length, count);
            int from = 0;
            for (int length = 0; from < all.length && length >= 0; from += Math.max(0, length)) {
                length = parser.parse(all, from, all.length, true);
                if (length > 0 && parser.request().size() > 0) {
                    String own = ownAnswer(parser);
                    if (own == null) {
                        toNode.write(parser.request().frame());
                    } else if (own.equals("close")) {
                        client.shutdownOutput();
                        client.close();
                    } else {
                        client.getOutputStream().write(own.getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
            kept = Arrays.copyOfRange(all, from, all.length);
        }
    }

    /** Of what comes before a redirected command, too, or the answers would come in another order than the questions. */
    private @Nullable String ownAnswer(RequestParser parser) {
        if (new String(parser.request().word(0), StandardCharsets.ISO_8859_1).equals("ASKING")) {
            return "+OK\r\n";
        }
        boolean odd = parser.request().size() > 1
                && new String(parser.request().word(1), StandardCharsets.ISO_8859_1).startsWith("odd:");
        return odd ? answer : null;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
