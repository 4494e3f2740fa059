package io.github.dualwrite.stories;

import io.github.dualwrite.DualWrite;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Measures the stories that have figures, once with a naive writer of two clusters and once with Dualwrite. */
final class Figures {

    /**
     * One row of the table.
     *
     * @param story what happens
     * @param counted what is counted
     * @param naive how many with the naive writer
     * @param ours how many with Dualwrite
     * @param of out of how many
     */
    record Row(String story, String counted, long naive, long ours, long of) {}

    private interface Writing {
        void write(Consumer<JedisCluster> command);
    }

    private static final int CALLERS = 8;
    private static final int CONTENDED = 800;
    private static final int ELEMENTS = 20_000;
    private static final int WRITES = 200_000;

    private final Scene scene;
    private final Duration frozen;
    private final int part;

    /**
     * @param frozen how long the second cluster stands still
     * @param part all counts are divided by it
     */
    Figures(Scene scene, Duration frozen, int part) {
        this.scene = scene;
        this.frozen = frozen;
        this.part = part;
    }

    List<Row> all() throws InterruptedException {
        return List.of(contendedSets(), positionsOfAList(), wordForWord(), frozenSecond(), saturatedSecond());
    }

    /** Eight callers set the same key at the same moment, one key after the other. */
    Row contendedSets() throws InterruptedException {
        long naive = naively(this::contend);
        long ours = dually(this::contend);
        return new Row("callers set one key at once", "keys that differ", naive, ours, CONTENDED / part);
    }

    private void contend(Writing writing) throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        AtomicInteger callers = new AtomicInteger();
        Scene.together(CALLERS, () -> {
            String name = "caller " + callers.incrementAndGet();
            for (int i = 0; i < CONTENDED / part; i++) {
                String key = "contended:" + i;
                together.await(1, TimeUnit.MINUTES);
                writing.write(jedis -> jedis.set(key, name));
            }
            return null;
        });
    }

    /** Eight callers push to one list. */
    Row positionsOfAList() throws InterruptedException {
        int elements = ELEMENTS / part;
        naively(writing -> push(writing, elements));
        long naive = positionsThatDiffer();
        dually(writing -> push(writing, elements));
        return new Row("callers push to one list", "positions that differ", naive, positionsThatDiffer(), elements);
    }

    private static void push(Writing writing, int elements) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Scene.together(CALLERS, () -> {
            for (int n = next.getAndIncrement(); n < elements; n = next.getAndIncrement()) {
                String element = Integer.toString(n);
                writing.write(jedis -> jedis.rpush("list", element));
            }
            return null;
        });
    }

    private long positionsThatDiffer() {
        List<?> one = elements(scene.first.nodes().get(0).command("LRANGE", "list", "0", "-1"));
        List<?> two = elements(scene.second.nodes().get(0).command("LRANGE", "list", "0", "-1"));
        long differ = Math.abs(one.size() - two.size());
        for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
            differ += Arrays.equals((byte[]) one.get(i), (byte[]) two.get(i)) ? 0 : 1;
        }
        return differ;
    }

    private static List<?> elements(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    /** Commands whose outcome the server chooses, one caller. */
    Row wordForWord() throws InterruptedException {
        int keys = 100;
        Story story = writing -> {
            for (int i = 0; i < keys / 2; i++) {
                String stream = "stream:" + i;
                String set = "set:" + i;
                writing.write(jedis -> jedis.xadd(
                        stream, Map.of("f", "v"), XAddParams.xAddParams().id(StreamEntryID.NEW_ENTRY)));
                writing.write(jedis -> jedis.sadd(set, "a", "b", "c", "d", "e", "f", "g", "h"));
                writing.write(jedis -> jedis.spop(set, 4));
            }
        };
        return new Row("XADD *, SPOP", "keys that differ", naively(story), dually(story), keys);
    }

    /** The second cluster stands still while callers write, and then goes on. */
    Row frozenSecond() throws InterruptedException {
        AtomicLong naiveWrites = new AtomicLong();
        AtomicLong ourWrites = new AtomicLong();
        long naive = naively(writing -> writeWhileFrozen(writing, naiveWrites));
        long ours = dually(writing -> writeWhileFrozen(writing, ourWrites));
        return new Row(
                "second cluster frozen for " + frozen.toSeconds() + " s",
                "acknowledged writes that it never got",
                naive,
                ours,
                Math.min(naiveWrites.get(), ourWrites.get()));
    }

    /** Each write is of a key of its own. */
    private void writeWhileFrozen(Writing writing, AtomicLong writes) throws InterruptedException {
        scene.second.nodes().get(0).freeze();
        try {
            long end = System.nanoTime() + frozen.toNanos();
            Scene.together(CALLERS, () -> {
                while (System.nanoTime() - end < 0 && writes.get() < WRITES / part) {
                    String key = "frozen:" + writes.getAndIncrement();
                    writing.write(jedis -> jedis.set(key, "v"));
                }
                return null;
            });
        } finally {
            scene.second.nodes().get(0).thaw();
        }
    }

    /** The second cluster stands still, and the callers are many: who is refused? */
    Row saturatedSecond() throws InterruptedException {
        int calls = 500;
        long naive;
        scene.empty();
        try (NaiveWriter writer = NaiveWriter.thatRefuses(scene.first, scene.second)) {
            naive = refused(writer::write, calls);
        }
        scene.empty();
        long ours;
        try (DualWrite dualWrite = scene.dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            ours = refused(command -> command.accept(jedis), calls);
            Scene.settle(dualWrite);
        }
        return new Row("second cluster frozen", "calls refused to the application", naive, ours, calls);
    }

    private long refused(Writing writing, int calls) throws InterruptedException {
        AtomicLong refused = new AtomicLong();
        AtomicInteger next = new AtomicInteger();
        scene.second.nodes().get(0).freeze();
        try {
            Scene.together(CALLERS, () -> {
                for (int n = next.getAndIncrement(); n < calls; n = next.getAndIncrement()) {
                    String key = "call:" + n;
                    try {
                        writing.write(jedis -> jedis.set(key, "v"));
                    } catch (RuntimeException e) {
                        refused.incrementAndGet();
                    }
                }
                return null;
            });
        } finally {
            scene.second.nodes().get(0).thaw();
        }
        return refused.get();
    }

    private interface Story {
        void happens(Writing writing) throws InterruptedException;
    }

    private long naively(Story story) throws InterruptedException {
        scene.empty();
        try (NaiveWriter writer = NaiveWriter.thatForgets(scene.first, scene.second)) {
            story.happens(writer::write);
            writer.settle();
        }
        return scene.differing();
    }

    private long dually(Story story) throws InterruptedException {
        scene.empty();
        try (DualWrite dualWrite = scene.dualWrite();
                JedisCluster jedis = dualWrite.jedisCluster()) {
            story.happens(command -> command.accept(jedis));
            Scene.settle(dualWrite);
        }
        return scene.differing();
    }
}
