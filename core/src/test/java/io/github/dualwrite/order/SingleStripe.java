package io.github.dualwrite.order;

/** All keys on one stripe, for worlds of one key that are made by the hundred thousand. */
public final class SingleStripe extends Stripes {

    /** Nothing in flight. */
    public SingleStripe() {
        super(1);
    }

    @Override
    long begin(int stripe, int stream) {
        return super.begin(0, stream);
    }

    @Override
    long pulse(int stripe) {
        return super.pulse(0);
    }

    @Override
    long end(int stripe, boolean own) {
        return super.end(0, own);
    }

    @Override
    long state(int stripe) {
        return super.state(0);
    }
}
