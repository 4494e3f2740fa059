package io.github.dualwrite.listener.access;

/** Decides who may talk to the listener. Safe for any thread, never blocks: it is asked on the threads that serve all clients. */
public interface Authenticator {

    /** Everybody is welcome: no password is configured. */
    Authenticator NONE = new Authenticator() {
        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public boolean accepts(byte[] user, byte[] password) {
            return false;
        }
    };

    /** Whether a client has to give a password before anything else. May change while clients are connected; it concerns new ones. */
    boolean isRequired();

    /** Whether a user has this password. {@code AUTH} with a password alone means the user {@code default}. The arrays are not kept. */
    boolean accepts(byte[] user, byte[] password);
}
