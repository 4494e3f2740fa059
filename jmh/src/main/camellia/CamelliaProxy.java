import com.netease.nim.camellia.redis.proxy.conf.MultiWriteMode;
import com.netease.nim.camellia.redis.proxy.util.CamelliaRedisProxyStarter;

/**
 * Starts the proxy of NetEase Camellia 1.1.1 with a port, a number of threads, a route and a {@code MultiWriteMode}. Run from its source, with Camellia's own
 * jars as class path: nothing of ours is built against it. It listens on every address of the machine and cannot be told otherwise.
 */
public final class CamelliaProxy {

    private CamelliaProxy() {}

    public static void main(String[] args) {
        CamelliaRedisProxyStarter.updatePort(Integer.parseInt(args[0]));
        CamelliaRedisProxyStarter.getServerProperties().setWorkThread(Integer.parseInt(args[1]));
        CamelliaRedisProxyStarter.updateRouteConf(args[2]);
        CamelliaRedisProxyStarter.getTranspondProperties().getRedisConf().setMultiWriteMode(MultiWriteMode.valueOf(args[3]));
        CamelliaRedisProxyStarter.start();
    }
}
