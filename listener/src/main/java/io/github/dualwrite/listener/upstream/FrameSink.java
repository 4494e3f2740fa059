package io.github.dualwrite.listener.upstream;

/** Takes frames that nobody asked for: what a subscription brings. */
public interface FrameSink {

    /** The frame lies in {@code bytes}, which are only good during the call. */
    void frame(byte[] bytes, int from, int to);

    /** No more will come. */
    void ended(String why);
}
