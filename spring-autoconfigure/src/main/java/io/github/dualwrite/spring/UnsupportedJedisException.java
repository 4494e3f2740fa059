package io.github.dualwrite.spring;

/** The Jedis on the class path is too old. */
public final class UnsupportedJedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedJedisException() {
        super("the Jedis on the class path has no JedisCluster.builder(): it is older than 7.0, or missing");
    }
}
