package io.github.dualwrite.jmh.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The client of NetEase Camellia, another double writer for Java. It brings a Jedis of its own, so it lives behind a class loader that knows nothing
 * of ours; {@code jmh/run.sh peers} downloads it.
 */
final class Camellia implements Contender {

    private static final String REDIS = "com.netease.nim.camellia.redis.";
    private static final String CORE = "com.netease.nim.camellia.core.";

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int ATTEMPTS = 3;

    private final URLClassLoader loader;
    private final Object template;
    private final MethodHandle set;
    private final MethodHandle get;
    private final MethodHandle incr;
    private final MethodHandle hset;
    private final MethodHandle rpush;
    private final LongAdder failed = new LongAdder();

    /** @param type one of its {@code MultiWriteType}s */
    Camellia(Servers servers, String type) {
        try {
            loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader); // its pools look there for their parts
            Class<?> templates = loader.loadClass(REDIS + "CamelliaRedisTemplate");
            Class<?> environments = loader.loadClass(REDIS + "CamelliaRedisEnv");
            Class<?> tables = loader.loadClass(CORE + "model.ResourceTable");
            template = templates.getConstructor(environments, tables).newInstance(environment(type), table(servers));
            set = find(templates, "set", String.class, byte[].class, byte[].class);
            get = find(templates, "get", byte[].class, byte[].class);
            incr = find(templates, "incr", Long.class, byte[].class);
            hset = find(templates, "hset", Long.class, byte[].class, byte[].class, byte[].class);
            rpush = find(templates, "rpush", Long.class, byte[].class, byte[][].class);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException("Camellia is not what is expected (1.2.28)", e);
        } finally {
            Thread.currentThread().setContextClassLoader(Camellia.class.getClassLoader());
        }
    }

    private static URL[] jars() throws IOException {
        Path folder = Path.of(System.getProperty("benchmark.camellia", "jmh/target/camellia"));
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    "Camellia: no folder " + folder + " (expected: its jars, as jmh/run.sh peers downloads them)");
        }
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.toArray(new URL[0]);
    }

    private MethodHandle find(Class<?> owner, String name, Class<?> result, Class<?>... arguments)
            throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findVirtual(owner, name, MethodType.methodType(result, arguments))
                .bindTo(template);
    }

    private Object environment(String type) throws ReflectiveOperationException {
        Class<?> types = loader.loadClass(CORE + "client.env.MultiWriteType");
        Object policies = loader.loadClass(CORE + "client.env.ProxyEnv$Builder")
                .getConstructor()
                .newInstance();
        policies = call(policies, "multiWriteType", types, types.getField(type).get(null));
        Object policy = call(policies, "build");
        Object clusters = loader.loadClass(REDIS + "jediscluster.JedisClusterFactory$DefaultJedisClusterFactory")
                .getConstructor(
                        loader.loadClass("org.apache.commons.pool2.impl.GenericObjectPoolConfig"),
                        int.class,
                        int.class,
                        int.class)
                .newInstance(pool(), TIMEOUT_MILLIS, TIMEOUT_MILLIS, ATTEMPTS);
        Object builder = loader.loadClass(REDIS + "CamelliaRedisEnv$Builder")
                .getConstructor()
                .newInstance();
        builder = call(builder, "proxyEnv", policy.getClass(), policy);
        builder = call(
                builder, "jedisClusterFactory", loader.loadClass(REDIS + "jediscluster.JedisClusterFactory"), clusters);
        return call(builder, "build");
    }

    /** The limits that everybody has. */
    private Object pool() throws ReflectiveOperationException {
        Object pool = loader.loadClass("redis.clients.jedis.JedisPoolConfig")
                .getConstructor()
                .newInstance();
        call(pool, "setMaxTotal", int.class, Servers.POOL);
        call(pool, "setMaxIdle", int.class, Servers.POOL);
        return pool;
    }

    private Object table(Servers servers) throws ReflectiveOperationException {
        String primary =
                "redis-cluster://@" + String.join(",", servers.primary().seeds());
        String secondary =
                "redis-cluster://@" + String.join(",", servers.secondary().seeds());
        String json = "{\"type\":\"simple\",\"operation\":{\"read\":\"" + primary
                + "\",\"type\":\"rw_separate\",\"write\":{\"type\":\"multi\",\"resources\":[\"" + primary + "\",\""
                + secondary + "\"]}}}";
        Method parse = loader.loadClass(CORE + "util.ReadableResourceTableUtil").getMethod("parseTable", String.class);
        return parse.invoke(null, json);
    }

    private static Object call(Object on, String name) throws ReflectiveOperationException {
        return on.getClass().getMethod(name).invoke(on);
    }

    private static Object call(Object on, String name, Class<?> type, Object argument)
            throws ReflectiveOperationException {
        Object result = on.getClass().getMethod(name, type).invoke(on, argument);
        return result == null ? on : result;
    }

    @Override
    public void call(Operation operation, String[] keys, int at, String value) {
        Thread.currentThread().setContextClassLoader(loader); // a cluster may show it a new node at any time
        try {
            switch (operation) {
                case SET_10, SET_1K -> set.invoke(bytes(keys[at]), bytes(value));
                case GET -> get.invoke(bytes(keys[at]));
                case INCR_HOT -> incr.invoke(bytes(keys[0]));
                case HSET -> hset.invoke(bytes(keys[at]), bytes("field"), bytes(value));
                case RPUSH -> rpush.invoke(bytes(keys[at % Operation.LISTS]), new byte[][] {bytes(value)});
                case PIPELINE_100 -> throw new UnsupportedOperationException("its pipelines are another interface");
            }
        } catch (UnsupportedOperationException e) {
            throw e;
        } catch (Throwable e) {
            failed.increment(); // the caller is told, and nothing says which side has it
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** It does not tell when it is done; so much later than the last call it is, unless something is stuck. */
    @Override
    public boolean settle(Duration most) {
        LockSupport.parkNanos(most.toNanos() / 100);
        return true;
    }

    @Override
    public long lost() {
        return failed.sum();
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
