package io.github.dualwrite.order;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs one actor's code a primitive at a time. The code is run from its start each time: the primitives that it has already gone through answer
 * what they answered then and do nothing, the next one is executed, and at the one after that the code is left by an exception. So ordinary code
 * is suspended between any two of its atomic steps, without threads.
 */
public final class Steps {

    /** Leaves the code of an actor that has made its step. */
    public static final class Suspended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Suspended() {
            super(null, null, false, false);
        }
    }

    private final List<Object> answers = new ArrayList<>();
    private final List<Supplier<Object>> views = new ArrayList<>();
    private int position;
    private boolean stepped;

    /** Runs {@code code} for one more step. Returns whether it has come to its end. */
    public boolean advance(Runnable code) {
        position = 0;
        stepped = false;
        try {
            code.run();
            return true;
        } catch (Suspended e) {
            return false;
        }
    }

    /**
     * One atomic step of the code.
     *
     * @param view what of the answer still matters to the code, as seen now; two actors with equal views go on alike
     */
    @SuppressWarnings("unchecked")
    public <T> T step(Supplier<T> primitive, Function<T, Object> view) {
        if (position < answers.size()) {
            return (T) answers.get(position++);
        }
        if (stepped) {
            throw new Suspended();
        }
        stepped = true;
        T answer = primitive.get();
        answers.add(answer);
        views.add(() -> view.apply(answer));
        position++;
        return answer;
    }

    /** From within a step: of what the code has seen before, only the first {@code kept} answers still matter to it. */
    void forgetFrom(int kept) {
        if (views.size() > kept) {
            views.subList(kept, views.size()).clear();
        }
    }

    public boolean hasStarted() {
        return !answers.isEmpty();
    }

    public void reset() {
        answers.clear();
        views.clear();
    }

    /** Where the code is, and all it knows that still matters. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        views.forEach(view -> text.append(view.get()).append(','));
        return text.toString();
    }
}
