package io.github.dualwrite.listener.cli;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.listener.access.Access;
import io.github.dualwrite.listener.admin.AdminServer;
import io.github.dualwrite.listener.config.AccessSettings;
import io.github.dualwrite.listener.config.AdminSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.config.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration and the files that it names again every few seconds and when it is asked to, and takes over users, certificates and the
 * admin token when they have changed. Everything else needs a restart. Contents are compared, not times, since the files may be links that something else moves. What cannot be
 * used changes nothing and is said once.
 */
final class Reload implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private static final long SECONDS = 2;

    private final Source source;
    private final Access access;
    private final @Nullable AdminServer admin;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "dualwrite-reload");
        made.setDaemon(true);
        return made;
    });
    private Taken taken; // by the thread alone once it has started
    private String said = "";

    /** @param config what the listener has started with */
    Reload(Source source, ListenerConfig config, Access access, @Nullable AdminServer admin) throws IOException {
        this.source = source;
        this.taken = Taken.of(config);
        this.access = access;
        this.admin = admin;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** A look as soon as there is time for one, for somebody who does not want to wait for the next. Any thread; does not wait. */
    void lookSoon() {
        log.info("SIGHUP: {} and the files it names are read again", source.file());
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("too late, the process is ending");
        }
    }

    /** One look. */
    void look() {
        try {
            Taken now = Taken.of(source.load().config());
            if (!now.equals(taken)) {
                access.replace(now.access());
                if (admin != null) {
                    admin.replaceToken(now.token());
                }
                taken = now;
                log.info(
                        "users, certificates and admin token were read again: {} users, {}",
                        now.access().users().size(),
                        now.access().tls() == null ? "no encryption" : "encrypted");
            }
            said = "";
        } catch (IOException | ConfigException e) {
            sayOnce(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{} could not be read again, everything stays as it was", source.file(), e);
        }
    }

    private void sayOnce(String problem) {
        if (!problem.equals(said)) {
            said = problem;
            log.error("{} was read again and cannot be used, everything stays as it was: {}", source.file(), problem);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** What can be taken over; the files' contents as a digest. */
    private record Taken(AccessSettings access, @Nullable String token, String files) {

        static Taken of(ListenerConfig config) throws IOException {
            AdminSettings panel = config.admin();
            return new Taken(
                    config.access(),
                    panel == null ? null : panel.token(),
                    digest(config.access().tls()));
        }

        private static String digest(@Nullable ServerTls tls) throws IOException {
            if (tls == null) {
                return "";
            }
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(Files.readAllBytes(tls.certificate()));
                digest.update(Files.readAllBytes(tls.key()));
                Path authorities = tls.clientCa();
                if (authorities != null) {
                    digest.update(Files.readAllBytes(authorities));
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** Without secrets. */
        @Override
        public String toString() {
            return "Taken[" + access + "]";
        }
    }
}
