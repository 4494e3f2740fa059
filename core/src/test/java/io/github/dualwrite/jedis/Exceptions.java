package io.github.dualwrite.jedis;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.regex.Pattern;

/** The methods that are no ordinary case, each with the reason. */
final class Exceptions {

    private static final Pattern LAST = Pattern.compile("flush.*|scriptFlush|functionFlush|functionDelete");

    /** What chance, the clock or the server's own affairs decide: only whether there is an answer is compared. */
    private static final Pattern VARYING = Pattern.compile(
            "spop|dbSize|functionDelete|functionRestore|xadd|xclaim.*|xautoclaim.*|.*[rR]and.*|info|getClusterNodes|getPool|functionList.*|function(Dump|Stats).*|memory.*|object.*|slowlog.*|time|lastsave"
                    + "|(h?p?|h?P?)(ttl|Ttl|TTL)|scan.*|[hsz]scan.*|keys|xinfo.*|xpending|acl.*|client.*|hotkeys.*|configGet");

    /** Errors that the methods give with any arguments, on a cluster as the tests start it. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("scriptKill|functionKill", "NOTBUSY"),
            Map.entry("waitAOF", "appendonly is disabled"),
            Map.entry("functionDelete", "Library not found"),
            Map.entry("functionRestore", "already exists"),
            Map.entry("functionLoad", "already exists"),
            Map.entry("scan", "only supports SCAN command with MATCH"),
            Map.entry("executeCommandToReplica", "replicaSlots"),
            Map.entry("ftAggregateIteration", "cursor must be set"),
            Map.entry("transaction|multi|waitReplicas|dbSize|hotkeys.*", "UnsupportedOperationException"),
            Map.entry(
                    "send(Blocking)?Command|executeCommand",
                    "cannot be cast to class redis.clients.jedis.ClusterCommandArguments|MOVED"),
            Map.entry("objectFreq", "LFU"),
            Map.entry("ftSearch", "binary ft.search is not"),
            Map.entry("ftAggregateIterator", "must have cursor"),
            Map.entry("p?expire(At)?|z(rev)?rankWithScore", "wrong number of arguments"), // Redis 6.2
            Map.entry(".*", "no keys to determine routing|HIMPORT is not supported"),
            Map.entry("hotkeysStart", "metrics must not be null"),
            Map.entry("migrate", "ERR|IOERR|NOKEY"));

    private Exceptions() {}

    /** They empty everything, so they come after the others. */
    static boolean isLast(String name) {
        return LAST.matcher(name).matches();
    }

    /** They end or configure the client itself, or the unit that the others are called in. */
    static boolean isCalledElsewhere(Method method) {
        return method.getName()
                .matches(
                        "close|clear|multi|sync|syncAndReturnAll|exec|discard|watch|unwatch|set(Broadcast.*|KeyArgument.*|JsonObjectMapper|DefaultSearchDialect)");
    }

    /** Answers the same on two clusters whatever was called before, soon, and leaves the other keys alone. */
    static boolean isRepeatable(Method method) {
        String name = method.getName();
        return !isCalledElsewhere(method)
                && !isLast(name)
                && !hasNoValue(name)
                && !VARYING.matcher(name).matches()
                && !name.matches(
                        "b[lrz].*|x?read.*|.*[bB]lock.*|wait.*|send.*|configSet|migrate|publish|dump|getConnectionFromSlot|function(Restore|Load).*|.*[tT][tT][lL].*|.*xpireTime");
    }

    /** Needs a module and objects that only its own builders can make. */
    static boolean hasNoValue(String name) {
        return name.equals("ftHybrid");
    }

    static boolean isExpected(String name, Outcome outcome) {
        return EXPECTED.entrySet().stream()
                .anyMatch(expected -> name.matches(expected.getKey())
                        && Pattern.compile(expected.getValue())
                                .matcher(outcome.text())
                                .find());
    }

    static boolean isVarying(String name, Outcome plain, Outcome facade) {
        boolean anyNode = name.startsWith("send") && (plain.text() + facade.text()).contains("MOVED");
        return anyNode || VARYING.matcher(name).matches();
    }

    /** Refused: modules' commands, where the server has no module, and what the catalogue says. */
    static boolean mayBeRefused(String name, Outcome plain) {
        return plain.isUnknownToTheServer() || name.matches("migrate|move|ftSearch|select|swapDB|copy");
    }
}
