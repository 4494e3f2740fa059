package io.github.dualwrite.convergence;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A family of commands.
 *
 * @param type the type of their keys
 * @param commands a maker per form of a command; all are drawn equally often
 */
record Family(String type, List<Form> commands) {

    /**
     * One form of a command.
     *
     * @param make draws its words
     * @param available whether the servers have it
     */
    record Form(Function<Draw, Op> make, Predicate<Draw> available) {}

    static Form form(Function<Draw, Op> make) {
        return new Form(make, draw -> true);
    }

    static Form since(int major, int minor, Function<Draw, Op> make) {
        return new Form(make, draw -> draw.since(major, minor));
    }

    static Form valkey(int major, int minor, Function<Draw, Op> make) {
        return new Form(make, draw -> draw.valkey(major, minor));
    }

    Op next(Draw draw) {
        draw.begin(type);
        while (true) {
            Form form = commands.get(draw.below(commands.size()));
            if (form.available().test(draw)) {
                return form.make().apply(draw);
            }
        }
    }
}
