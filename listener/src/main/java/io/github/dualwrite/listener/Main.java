package io.github.dualwrite.listener;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.listener.config.ListenerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code java -jar dualwrite-listener.jar --config triple-write.yaml}. Exit codes: 0 ended, 1 cannot start, 2 wrong usage or configuration. */
@CommandLine.Command(
        name = "dualwrite-listener",
        mixinStandardHelpOptions = true,
        version = "dualwrite-listener 0.1.0-SNAPSHOT",
        description = "Writes to every configured Valkey or Redis cluster, reads from the primary.")
public final class Main implements Callable<Integer> {

    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} - %msg%n";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the YAML configuration")
    private Path config = Path.of("");

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "overrides the configuration's address")
    private @Nullable String listen;

    @Option(names = "--insecure", description = "listens beyond this machine although anybody could connect")
    private boolean insecure;

    @Option(names = "--check", description = "checks the configuration and exits")
    private boolean check;

    private Main() {}

    /** Runs the listener until it is told to end. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            ListenerConfig settings = ListenerConfig.load(config);
            if (listen != null) {
                settings = settings.withListen(Endpoint.parse(listen));
            }
            if (insecure) {
                settings = settings.withAccess(settings.access().withInsecure());
            }
            settings.requireValid();
            if (check) {
                System.out.println(config + ": valid");
                return 0;
            }
            logTo(settings);
            Listener listener = Listener.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(listener::close, "dualwrite-shutdown"));
            listener.awaitClosed();
            return 0;
        } catch (ConfigException e) {
            System.err.println(config + ": " + e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void logTo(ListenerConfig settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger("ROOT").setLevel(Level.toLevel(settings.log().level()));
        Path file = settings.log().file();
        if (file == null) {
            return;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
    }
}
