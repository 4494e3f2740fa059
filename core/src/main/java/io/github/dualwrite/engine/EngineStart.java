package io.github.dualwrite.engine;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.forget.Witness;
import io.github.dualwrite.ghost.Ghosts;
import io.github.dualwrite.journal.Journal;
import io.github.dualwrite.journal.Journals;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Connector;
import io.github.dualwrite.net.TargetConnector;
import io.github.dualwrite.net.Topologies;
import io.github.dualwrite.order.Stripes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds and starts an engine. */
public final class EngineStart {

    private EngineStart() {}

    /**
     * Starts an engine. Secondaries that are down are no obstacle: they are looked for in the background.
     *
     * @throws ConfigException if the configuration is not valid, with every problem, or if two targets turn out to be one cluster
     */
    public static Engine start(DualWriteConfig config) {
        config.requireValid();
        List<Journal> journals = journals(config);
        ClusterView primary = view(config.primary(), TargetConnector.untouching(config.primary()));
        Ghosts ghosts = new Ghosts(primary, System::nanoTime);
        Witness witness = new Witness(primary, System::nanoTime);
        List<Stripes> stripes = Stripes.sideBySide(config.secondaries().size());
        List<Secondary> secondaries = new ArrayList<>();
        for (int i = 0; i < config.secondaries().size(); i++) {
            Target target = config.secondaries().get(i);
            Journal journal = journals.isEmpty() ? null : journals.get(i);
            secondaries.add(new Secondary(
                    target,
                    primary,
                    view(target, new TargetConnector(target)),
                    ghosts,
                    witness,
                    stripes.get(i),
                    journal));
        }
        Catalogue catalogue = Catalogue.learning(
                new PrimaryCommandInfo(primary, config.primary().timeouts().command()));
        Engine engine = new Engine(config, catalogue, Effects.standard(), primary, ghosts, witness, secondaries);
        primary.start();
        ghosts.start();
        secondaries.forEach(Secondary::start);
        List<Problem> problems = Admission.admit(primary, secondaries);
        if (!problems.isEmpty()) {
            secondaries.forEach(Secondary::shutdown);
            ghosts.close();
            primary.close();
            throw new ConfigException(problems);
        }
        return engine;
    }

    /** One per secondary, in their order; none if no directory is configured. */
    private static List<Journal> journals(DualWriteConfig config) {
        List<Journal> opened = new ArrayList<>();
        Path directory = config.journal().directory();
        if (directory != null) {
            Journals journals = new Journals(directory, config.journal().restartWithin());
            try {
                config.secondaries().forEach(target -> opened.add(journals.open(target.name())));
            } catch (ConfigException e) {
                opened.forEach(journal -> journal.close(false));
                throw e;
            }
        }
        return opened;
    }

    private static ClusterView view(Target target, Connector connector) {
        return new ClusterView(
                target.name(), connector, Topologies.of(target, connector), Policies.connections(target));
    }
}
