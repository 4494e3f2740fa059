package io.github.dualwrite.listener.cli;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.listener.Listener;
import io.github.dualwrite.listener.admin.AdminServer;
import io.github.dualwrite.listener.cli.Source.Loaded;
import io.github.dualwrite.listener.config.AdminSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code java -jar dualwrite-listener.jar --config triple-write.yaml}. */
@CommandLine.Command(
        name = "dualwrite-listener",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes to every configured Valkey or Redis cluster, reads from the primary.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:ended, or the check found everything well",
            "1:cannot start: an address is taken, or a file cannot be used",
            "2:wrong usage, or a configuration that cannot be used",
            "3:the check found a target that cannot be used",
            "143:ended by SIGTERM, in order"
        })
public final class ListenerCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the configuration, or an Envoy bootstrap with a redis_proxy filter")
    private Path config = Path.of("");

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "overrides the configuration's address")
    private @Nullable String listen;

    @Option(names = "--threads", paramLabel = "N", description = "overrides how many threads serve clients")
    private @Nullable Integer threads;

    @Option(
            names = "--insecure",
            description = "listens beyond this machine although anybody could connect, or look at the panel")
    private boolean insecure;

    @Option(names = "--check", description = "checks the configuration, connects to every target, and exits")
    private boolean check;

    @Override
    public Integer call() {
        Source source = new Source(config, listen, threads, insecure, System.getenv());
        try {
            Loaded loaded = source.load();
            return check ? check(loaded) : run(source, loaded);
        } catch (ConfigException e) {
            System.err.println(config + ": " + e.getMessage());
            return ExitCode.CONFIGURATION;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return ExitCode.CANNOT_START;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.CANNOT_START;
        }
    }

    private int check(Loaded loaded) {
        Logging.toNowhere(); // what matters is said line by line
        loaded.remarks().forEach(remark -> System.out.println("note   " + remark));
        System.out.println("ok     " + config + ": valid");
        return new Check(System.out).run(loaded.config()) ? ExitCode.WELL : ExitCode.CHECK_FAILED;
    }

    private static int run(Source source, Loaded loaded) throws IOException, InterruptedException {
        ListenerConfig settings = loaded.config();
        Logging.to(settings.log());
        loaded.remarks()
                .forEach(
                        remark -> LoggerFactory.getLogger(ListenerCommand.class).warn("{}: {}", source.file(), remark));
        Listener listener = Listener.start(settings);
        Service service = null;
        try {
            AdminSettings panel = settings.admin();
            AdminServer admin = panel == null
                    ? null
                    : AdminServer.start(panel, listener.engine(), listener.traffic(), Version.text());
            service = new Service(listener, admin, new Reload(source, settings, listener.access(), admin));
        } finally {
            if (service == null) {
                listener.close();
            }
        }
        service.start();
        listener.awaitClosed();
        return ExitCode.WELL;
    }
}
