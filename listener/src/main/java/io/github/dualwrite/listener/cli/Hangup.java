package io.github.dualwrite.listener.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code SIGHUP}, by which operators ask a server to read its files again. Without anybody who takes it, it ends a Java process. The class that takes
 * signals is no part of Java's interface, so it is looked for: where there is none, and where the machine was told to leave signals alone
 * ({@code -Xrs}), everything is as if this were not here.
 */
final class Hangup {

    private static final Logger log = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Runs {@code task} at each {@code SIGHUP}, on a thread of the Java machine's, which it must not hold up. */
    static void each(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taker = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            task.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), taker);
        } catch (InvocationTargetException e) {
            log.info("SIGHUP is not taken: {}", String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            log.info("SIGHUP is not taken: {}", e.getMessage());
        }
    }
}
