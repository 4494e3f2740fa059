package io.github.dualwrite.spring;

import org.apache.commons.pool2.impl.DefaultEvictionPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep: the table of commands, and what Jedis's pools look up by name. */
final class DualWriteRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/github/dualwrite/command/*.txt");
        hints.reflection().registerType(DefaultEvictionPolicy.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    }
}
