package io.github.dualwrite.config;

import java.util.List;

/** The whole configuration: one primary, any number of secondaries. */
public record DualWriteConfig(Target primary, List<Target> secondaries, Shutdown shutdown) {}
