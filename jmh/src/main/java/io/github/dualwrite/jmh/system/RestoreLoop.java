package io.github.dualwrite.jmh.system;

import io.github.dualwrite.testkit.LocalNode;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Copies everything once, node by node: scans a thousand keys, reads them in one pipeline, writes them in another. Nobody may write meanwhile. */
final class RestoreLoop {

    private static final int BATCH = 1_000;

    private final Servers servers;

    RestoreLoop(Servers servers) {
        this.servers = servers;
    }

    void run() {
        try (JedisCluster secondary = Servers.jedis(servers.secondary())) {
            for (LocalNode node : servers.primary().primaries()) {
                try (Jedis primary = new Jedis(node.host(), node.port())) {
                    copy(primary, secondary);
                }
            }
        }
    }

    private static void copy(Jedis primary, JedisCluster secondary) {
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        do {
            ScanResult<byte[]> page = primary.scan(cursor, new ScanParams().count(BATCH));
            cursor = page.getCursorAsBytes();
            List<byte[]> keys = page.getResult();
            List<Response<byte[]>> dumps = new ArrayList<>();
            List<Response<Long>> times = new ArrayList<>();
            try (Pipeline pipeline = primary.pipelined()) {
                for (byte[] key : keys) {
                    times.add(pipeline.pttl(key));
                    dumps.add(pipeline.dump(key));
                }
            }
            try (AbstractPipeline pipeline = secondary.pipelined()) {
                for (int i = 0; i < keys.size(); i++) {
                    pipeline.restore(
                            keys.get(i),
                            Math.max(0, times.get(i).get()),
                            dumps.get(i).get(),
                            RestoreParams.restoreParams().replace());
                }
            }
        } while (!new String(cursor, java.nio.charset.StandardCharsets.US_ASCII).equals("0"));
    }
}
