package io.github.dualwrite.spring.matrix;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContext;

/**
 * One operation of an application.
 *
 * @param name what it is
 * @param changes whether it changes data, so that one that silently does nothing is noticed
 * @param body the operation, with whatever it needs beforehand
 */
record Operation(String name, boolean changes, Body body) {

    /** What is done. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** Collects operations of one kind. */
    abstract static class Kind {

        final ApplicationContext context;
        private final List<Operation> operations = new ArrayList<>();

        Kind(ApplicationContext context) {
            this.context = context;
        }

        List<Operation> operations() {
            return operations;
        }

        void write(String name, Body body) {
            operations.add(new Operation(name, true, body));
        }

        void quiet(String name, Body body) {
            operations.add(new Operation(name, false, body));
        }
    }
}
