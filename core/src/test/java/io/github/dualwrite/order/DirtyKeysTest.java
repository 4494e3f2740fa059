package io.github.dualwrite.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DirtyKeysTest {

    private final AtomicLong now = new AtomicLong();
    private final List<Key> entered = new ArrayList<>();

    private DirtyKeys keys(long maxBytes) {
        return new DirtyKeys(maxBytes, now::get, entered::add);
    }

    private static Key key(String name) {
        return new Key(name.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatIsThereStays() {
        DirtyKeys dirty = keys(2 * (DirtyKeys.ENTRY_OVERHEAD + 1));
        assertThat(dirty.put(key("a"), 1)).isTrue();
        assertThat(dirty.put(key("b"), 1)).isTrue();
        assertThat(dirty.put(key("c"), 1)).isFalse();
        assertThat(dirty.put(key("a"), 1)).isTrue();
        assertThat(dirty.size()).isEqualTo(2);
        assertThat(entered).containsExactly(key("a"), key("b"));
    }

    @Test
    void aRepairWaitsForMarksForTheLaneAndForItsTime() {
        DirtyKeys dirty = keys(Long.MAX_VALUE);
        assertThat(dirty.claim(key("a"), 0)).isEqualTo(-1);
        dirty.put(key("a"), 1);
        assertThat(dirty.claim(key("a"), 9)).isZero();
        dirty.place(key("a"), 7);
        assertThat(dirty.claim(key("a"), 6)).isZero();
        assertThat(dirty.claim(key("a"), 7)).isPositive();
        dirty.delay(key("a"), 100);
        assertThat(dirty.claim(key("a"), 7)).isZero();
        now.set(100);
        assertThat(dirty.claim(key("a"), 7)).isPositive();
    }

    @Test
    void aKeyThatWasMarkedAgainStaysAndKeepsItsWrites() {
        DirtyKeys dirty = keys(Long.MAX_VALUE);
        dirty.put(key("a"), 2);
        dirty.place(key("a"), 0);
        long version = dirty.claim(key("a"), 0);
        dirty.put(key("a"), 3);
        dirty.place(key("a"), 0);
        assertThat(dirty.clean(key("a"), version)).isEqualTo(-1);
        assertThat(dirty.clean(key("a"), dirty.claim(key("a"), 0))).isEqualTo(5);
        assertThat(dirty.contains(key("a"))).isFalse();
        assertThat(dirty.bytes()).isZero();
    }

    @Test
    void anUnrepairableKeyIsListedAndRevivedByTheNextWrite() {
        DirtyKeys dirty = keys(Long.MAX_VALUE);
        dirty.put(key("a"), 2);
        dirty.place(key("a"), 0);
        assertThat(dirty.unrepairable(key("a"), dirty.claim(key("a"), 0), "too strange"))
                .isTrue();
        assertThat(dirty.unrepairableWrites()).isEqualTo(2);
        assertThat(dirty.claim(key("a"), 0)).isEqualTo(-1);
        List<String> reasons = new ArrayList<>();
        dirty.forEachUnrepairable((key, reason) -> reasons.add(reason));
        assertThat(reasons).containsExactly("too strange");
        dirty.put(key("a"), 1);
        dirty.place(key("a"), 0);
        assertThat(dirty.unrepairableWrites()).isZero();
        assertThat(entered).containsExactly(key("a"), key("a"));
        assertThat(dirty.clean(key("a"), dirty.claim(key("a"), 0))).isEqualTo(3);
    }

    @Test
    void manyThreadsLeaveNothingBehind() throws InterruptedException {
        DirtyKeys dirty = new DirtyKeys(Long.MAX_VALUE, System::nanoTime, key -> {});
        AtomicLong mended = new AtomicLong();
        int threads = 4;
        int rounds = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            pool.execute(() -> {
                for (int i = 0; i < rounds; i++) {
                    Key key = key("key" + i % 5);
                    dirty.put(key, 1);
                    dirty.place(key, 0);
                    long version = dirty.claim(key, 0);
                    if (version > 0) {
                        mended.addAndGet(Math.max(0, dirty.clean(key, version)));
                    }
                }
                done.countDown();
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        for (int i = 0; i < 5; i++) {
            Key key = key("key" + i);
            mended.addAndGet(Math.max(0, dirty.clean(key, Math.max(0, dirty.claim(key, 0)))));
        }
        assertThat(dirty.size()).isZero();
        assertThat(dirty.bytes()).isZero();
        assertThat(mended.get()).isEqualTo((long) threads * rounds);
    }
}
