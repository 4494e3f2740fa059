package io.github.dualwrite.listener.command;

/** The client that sent a command, as far as commands are concerned. Event loop of the client only. */
public interface Client {

    /** Its number, which no other client of this listener has or had. */
    int number();

    /** The name it gave itself; empty if none. */
    String name();

    /** It names itself. */
    void name(String value);
}
