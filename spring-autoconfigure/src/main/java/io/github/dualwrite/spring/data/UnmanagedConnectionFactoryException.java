package io.github.dualwrite.spring.data;

import java.util.List;

/** The application has connection factories that write to one server alone. */
public final class UnmanagedConnectionFactoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String names;

    UnmanagedConnectionFactoryException(List<String> names) {
        super("connection factories that do not write to every cluster: " + names);
        this.names = String.join(", ", names);
    }

    /** The names of the beans. */
    public String names() {
        return names;
    }
}
