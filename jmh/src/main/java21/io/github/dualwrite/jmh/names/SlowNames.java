package io.github.dualwrite.jmh.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The name service of the benchmarks: names that end in {@code .slow} are loopback, and take as many milliseconds to look up as the system property
 * {@code dualwrite.names.millis} says at that moment. Found by the JDK through its service file.
 */
public final class SlowNames extends InetAddressResolverProvider {

    private static final String SUFFIX = ".slow";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {

            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (!host.endsWith(SUFFIX)) {
                    return builtin.lookupByName(host, policy);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Long.getLong("dualwrite.names.millis", 0)));
                return Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "dualwrite benchmarks";
    }
}
