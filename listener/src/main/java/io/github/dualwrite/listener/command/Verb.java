package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Catalogue;
import org.jspecify.annotations.Nullable;

/**
 * A command's name, and all that can be said of it before its arguments are looked at.
 *
 * @param name in upper case
 * @param onlyKey the word that is its only key, if it is passed on to that key's node as it is; otherwise 0
 * @param writes whether it may write
 * @param handler who deals with it, or {@code null} if it goes to the node of its keys
 */
record Verb(
        String name, int onlyKey, boolean writes, @Nullable Handler handler) {

    /** A verb that {@code handler} deals with, or nobody in particular. */
    static Verb of(String name, @Nullable Handler handler) {
        return new Verb(name, handler != null ? 0 : Catalogue.onlyKey(name), Catalogue.mayWrite(name), handler);
    }
}
