package io.github.dualwrite.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a managed service, or a careful administrator, lets a user do: ACL rules in the order in which they apply. At least as strict as the
 * service, as far as rules of an ACL can say it.
 *
 * @param name for messages
 * @param rules each as {@code ACL SETUSER} takes it
 */
public record AclProfile(String name, List<String> rules) {

    private static final String READING_CLUSTER =
            "-cluster +cluster|slots +cluster|shards +cluster|nodes +cluster|info +cluster|keyslot +cluster|myid"
                    + " +cluster|countkeysinslot +cluster|getkeysinslot +cluster|links +cluster|help";
    private static final String NO_ADMINISTRATION =
            "-acl +acl|whoami +acl|cat -bgrewriteaof -bgsave -config -debug -failover -migrate -module -psync -replconf -replicaof -save"
                    + " -shutdown -slaveof -sync";

    /** Everything is allowed. */
    public static final AclProfile ALL = of("everything", "~* &* +@all");

    /** ElastiCache with nodes of one's own. */
    public static final AclProfile ELASTICACHE_NODES =
            of("ElastiCache nodes", "~* &* +@all " + NO_ADMINISTRATION + " " + READING_CLUSTER);

    /** ElastiCache Serverless: hardly anything about clients and servers, no {@code KEYS}. */
    public static final AclProfile ELASTICACHE_SERVERLESS = of(
            "ElastiCache Serverless",
            "~* &* +@all " + NO_ADMINISTRATION + " " + READING_CLUSTER
                    + " -client +client|getname +client|setname +client|setinfo +client|reply"
                    + " -keys -lastsave -latency -memory -monitor -pfselftest -pfdebug -role -slowlog -swapdb -wait");

    /** Memorystore: what it does not list is answered {@code NOPERM}. */
    public static final AclProfile MEMORYSTORE = of(
            "Memorystore",
            "~* &* +@all " + NO_ADMINISTRATION + " " + READING_CLUSTER
                    + " -client +client|getname +client|setname +client|setinfo +client|id +client|info +client|kill +client|list +client|reply"
                    + " -lastsave -monitor -pfselftest -pfdebug -swapdb");

    /** What Dualwrite needs and no more, as documented for users. */
    public static final AclProfile LEAST_PRIVILEGE = of(
            "least privilege",
            "~* resetchannels &dualwrite:* -@all +@read +@write +@connection +@transaction +@scripting -@dangerous"
                    + " +restore +sort +flushall +info +publish +subscribe +unsubscribe +spublish +ssubscribe +sunsubscribe"
                    + " +pubsub|shardchannels +cluster|slots +cluster|shards +cluster|nodes +cluster|myid +cluster|countkeysinslot"
                    + " +cluster|getkeysinslot +command +asking +readonly +client|id +client|list +client|kill");

    /** The profile {@code name} with the rules of {@code words}, which spaces separate. */
    public static AclProfile of(String name, String words) {
        return new AclProfile(name, Arrays.asList(words.split(" ")));
    }

    /** The same with more rules, for example {@code "-dump"}. */
    public AclProfile with(String newName, String words) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(Arrays.asList(words.split(" ")));
        return new AclProfile(newName, all);
    }

    /**
     * Makes {@code user} a user of every node of {@code cluster} with this profile. Rules about what the server does not know are left out. Open
     * connections of the user are closed.
     */
    public void apply(LocalCluster cluster, String user, String password) {
        for (LocalNode node : cluster.nodes()) {
            node.command("ACL", "DELUSER", user);
            node.command("ACL", "SETUSER", user, "reset", "on", ">" + password);
            for (String rule : rules) {
                try {
                    node.command("ACL", "SETUSER", user, rule);
                } catch (JedisDataException e) {
                    if (!String.valueOf(e.getMessage()).contains("Unknown command")) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
