package io.github.dualwrite.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.data.domain.Range;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.data.redis.connection.zset.Weights;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.SetOperations;
import org.springframework.data.redis.core.StreamOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import org.springframework.data.redis.core.ZSetOperations;
import org.springframework.data.redis.core.query.SortQueryBuilder;
import org.springframework.data.redis.support.atomic.RedisAtomicDouble;
import org.springframework.data.redis.support.atomic.RedisAtomicInteger;
import org.springframework.data.redis.support.atomic.RedisAtomicLong;
import org.springframework.data.redis.support.collections.DefaultRedisList;
import org.springframework.data.redis.support.collections.DefaultRedisMap;
import org.springframework.data.redis.support.collections.DefaultRedisSet;
import org.springframework.data.redis.support.collections.DefaultRedisZSet;

/** What a template offers; words in braces put keys into one slot, others are in different slots. */
final class TemplateOperations extends Operation.Kind {

    private final StringRedisTemplate template;

    TemplateOperations(ApplicationContext context) {
        super(context);
        this.template = context.getBean(StringRedisTemplate.class);
        keys();
        values();
        lists();
        sets();
        sortedSets();
        hashes();
        others();
    }

    private void keys() {
        ValueOperations<String, String> values = template.opsForValue();
        write("delete", () -> {
            values.set("k:delete", "1");
            template.delete("k:delete");
            values.set("k:delete:done", "1");
        });
        write("delete across slots", () -> {
            values.multiSet(Map.of("k:d1", "1", "k:d2", "2", "k:d3", "3", "k:d4", "4"));
            template.delete(List.of("k:d1", "k:d2", "k:d3"));
        });
        write("unlink", () -> {
            values.multiSet(Map.of("k:u1", "1", "k:u2", "2"));
            template.unlink("k:u1");
        });
        write("unlink across slots", () -> {
            values.multiSet(Map.of("k:v1", "1", "k:v2", "2", "k:v3", "3", "k:v4", "4"));
            template.unlink(List.of("k:v1", "k:v2", "k:v3"));
        });
        write("expire", () -> {
            values.set("k:expire", "1");
            template.expire("k:expire", Duration.ofMinutes(5));
        });
        write("expireAt", () -> {
            values.set("k:expireAt", "1");
            template.expireAt("k:expireAt", Instant.now().plusSeconds(500));
        });
        write("persist", () -> {
            values.set("k:persist", "1", Duration.ofMinutes(5));
            template.persist("k:persist");
        });
        write("rename in a slot", () -> {
            values.set("{k}:rename", "1");
            template.rename("{k}:rename", "{k}:renamed");
        });
        write("rename across slots", () -> {
            values.set("k:rename1", "1");
            template.rename("k:rename1", "k:renamed2");
        });
        write("renameIfAbsent across slots", () -> {
            values.set("k:renamenx1", "1");
            template.renameIfAbsent("k:renamenx1", "k:renamenx2");
        });
        write("copy", () -> {
            values.set("{k}:copy", "1");
            template.copy("{k}:copy", "{k}:copied", true);
        });
        write("restore", () -> {
            values.set("k:dump", "1");
            template.restore("k:restored", template.dump("k:dump"), 0, java.util.concurrent.TimeUnit.SECONDS, true);
        });
        write("sort and store", () -> {
            template.opsForList().rightPushAll("{k}:sort", "3", "1", "2");
            template.sort(SortQueryBuilder.sort("{k}:sort").build(), "{k}:sorted");
        });
        write("sort and store across slots", () -> {
            template.opsForList().rightPushAll("k:sort1", "3", "1", "2");
            template.sort(SortQueryBuilder.sort("k:sort1").build(), "k:sorted2");
        });
        quiet("reads of keys", () -> {
            template.hasKey("k:expire");
            template.countExistingKeys(List.of("k:expire", "k:persist"));
            template.keys("k:*");
            template.randomKey();
            template.getExpire("k:expire");
            template.type("k:expire");
        });
    }

    private void values() {
        ValueOperations<String, String> values = template.opsForValue();
        write("set", () -> values.set("v:set", "1"));
        write("set with expiry", () -> values.set("v:setex", "1", Duration.ofMinutes(5)));
        write("set at an offset", () -> values.set("v:setrange", "12", 3));
        write("setIfAbsent", () -> {
            values.setIfAbsent("v:nx", "1");
            values.setIfAbsent("v:nx", "2");
        });
        write("setIfAbsent with expiry", () -> values.setIfAbsent("v:nxex", "1", Duration.ofMinutes(5)));
        write("setIfPresent", () -> {
            values.set("v:xx", "1");
            values.setIfPresent("v:xx", "2");
            values.setIfPresent("v:xx:none", "2");
        });
        write("multiSet across slots", () -> values.multiSet(Map.of("v:m1", "1", "v:m2", "2", "v:m3", "3")));
        write("multiSetIfAbsent across slots", () -> values.multiSetIfAbsent(Map.of("v:n1", "1", "v:n2", "2")));
        write("multiSetIfAbsent in a slot", () -> values.multiSetIfAbsent(Map.of("{v}:n1", "1", "{v}:n2", "2")));
        write("getAndSet", () -> values.getAndSet("v:getset", "1"));
        write("getAndDelete", () -> {
            values.set("v:getdel", "1");
            values.getAndDelete("v:getdel");
            values.set("v:getdel:done", "1");
        });
        write("getAndExpire", () -> {
            values.set("v:getex", "1");
            values.getAndExpire("v:getex", Duration.ofMinutes(5));
        });
        write("getAndPersist", () -> {
            values.set("v:getpersist", "1", Duration.ofMinutes(5));
            values.getAndPersist("v:getpersist");
        });
        write("increment", () -> {
            values.increment("v:incr");
            values.increment("v:incr", 5);
            values.decrement("v:incr");
            values.decrement("v:incr", 2);
            values.increment("v:incrf", 1.5);
        });
        write("append", () -> {
            values.append("v:append", "a");
            values.append("v:append", "b");
        });
        write("setBit", () -> values.setBit("v:bit", 7, true));
        write(
                "bitField",
                () ->
                        values.bitField(
                                "v:bitfield",
                                org.springframework.data.redis.connection.BitFieldSubCommands.create()
                                        .incr(org.springframework.data.redis.connection.BitFieldSubCommands.BitFieldType
                                                .unsigned(8))
                                        .valueAt(0)
                                        .by(3)));
        quiet("reads of values", () -> {
            values.get("v:set");
            values.get("v:append", 0, 1);
            values.size("v:append");
            values.getBit("v:bit", 7);
            values.multiGet(List.of("v:m1", "v:m2", "v:m3"));
        });
        write("atomic counters of other kinds", () -> {
            RedisAtomicInteger whole = new RedisAtomicInteger("v:atomicint", template.getRequiredConnectionFactory());
            whole.incrementAndGet();
            whole.getAndDecrement();
            whole.addAndGet(7);
            new RedisAtomicDouble("v:atomicdouble", template.getRequiredConnectionFactory()).addAndGet(1.5);
        });
        write("atomic counter", () -> {
            RedisAtomicLong counter = new RedisAtomicLong("v:atomic", template.getRequiredConnectionFactory());
            counter.incrementAndGet();
            counter.addAndGet(5);
        });
    }

    private void lists() {
        ListOperations<String, String> lists = template.opsForList();
        write("push", () -> {
            lists.leftPush("l:push", "1");
            lists.rightPush("l:push", "2");
            lists.leftPushAll("l:push", "3", "4");
            lists.rightPushAll("l:push", List.of("5", "6"));
            lists.leftPushIfPresent("l:push", "7");
            lists.rightPushIfPresent("l:push:none", "8");
            lists.leftPush("l:push", "5", "before5");
            lists.rightPush("l:push", "5", "after5");
        });
        write("pop", () -> {
            lists.rightPushAll("l:pop", "1", "2", "3", "4", "5", "6");
            lists.leftPop("l:pop");
            lists.rightPop("l:pop");
            lists.leftPop("l:pop", 2);
            lists.rightPop("l:pop", Duration.ofSeconds(1));
            lists.leftPop("l:pop:none", Duration.ofSeconds(1));
        });
        write("set, remove, trim", () -> {
            lists.rightPushAll("l:set", "1", "2", "2", "3", "4");
            lists.set("l:set", 0, "0");
            lists.remove("l:set", 1, "2");
            lists.trim("l:set", 0, 2);
        });
        write("move in a slot", () -> {
            lists.rightPushAll("{l}:move", "1", "2", "3", "4");
            lists.rightPopAndLeftPush("{l}:move", "{l}:moved");
            lists.rightPopAndLeftPush("{l}:move", "{l}:moved", Duration.ofSeconds(1));
            lists.move(ListOperations.MoveFrom.fromHead("{l}:move"), ListOperations.MoveTo.toTail("{l}:moved"));
        });
        write("move across slots", () -> {
            lists.rightPushAll("l:move1", "1", "2", "3");
            lists.rightPopAndLeftPush("l:move1", "l:moved2");
            lists.rightPopAndLeftPush("l:move1", "l:moved2", Duration.ofSeconds(1));
        });
        write("redis list", () -> {
            DefaultRedisList<String> list = new DefaultRedisList<>("l:collection", template);
            list.addAll(List.of("a", "b", "c"));
            list.remove("b");
            assertThat(list).containsExactly("a", "c");
        });
        quiet("reads of lists", () -> {
            lists.range("l:push", 0, -1);
            lists.index("l:push", 0);
            lists.size("l:push");
            lists.indexOf("l:push", "5");
        });
    }

    private void sets() {
        SetOperations<String, String> sets = template.opsForSet();
        write("add and remove", () -> {
            sets.add("s:add", "1", "2", "3");
            sets.remove("s:add", "2");
        });
        write("pop of a set", () -> {
            sets.add("s:pop", "1", "2", "3", "4", "5", "6", "7", "8");
            sets.pop("s:pop");
            sets.pop("s:pop", 3);
        });
        write("move between sets in a slot", () -> {
            sets.add("{s}:move", "1", "2");
            sets.move("{s}:move", "1", "{s}:moved");
        });
        write("move between sets across slots", () -> {
            sets.add("s:move1", "1", "2");
            sets.move("s:move1", "1", "s:moved2");
        });
        for (String tag : List.of("{s}", "s")) {
            String where = tag.equals("s") ? " across slots" : " in a slot";
            write("intersectAndStore" + where, () -> {
                sets.add(tag + ":i1", "1", "2");
                sets.add(tag + ":i2", "2", "3");
                sets.intersectAndStore(tag + ":i1", tag + ":i2", tag + ":intersection");
            });
            write("unionAndStore" + where, () -> {
                sets.add(tag + ":u1", "1", "2");
                sets.add(tag + ":u2", "2", "3");
                sets.unionAndStore(tag + ":u1", tag + ":u2", tag + ":union");
            });
            write("differenceAndStore" + where, () -> {
                sets.add(tag + ":d1", "1", "2");
                sets.add(tag + ":d2", "2", "3");
                sets.differenceAndStore(tag + ":d1", tag + ":d2", tag + ":difference");
            });
        }
        write("redis set", () -> new DefaultRedisSet<>("s:collection", template).addAll(Set.of("a", "b")));
        quiet("reads of sets", () -> {
            sets.members("s:add");
            sets.isMember("s:add", "1");
            sets.size("s:add");
            sets.randomMember("s:add");
            sets.intersect("s:i1", "s:i2");
            sets.union("s:i1", "s:i2");
            sets.difference("s:i1", "s:i2");
        });
    }

    private void sortedSets() {
        ZSetOperations<String, String> zsets = template.opsForZSet();
        write("add to a sorted set", () -> {
            zsets.add("z:add", "a", 1);
            zsets.addIfAbsent("z:add", "a", 2);
            zsets.add("z:add", Set.of(ZSetOperations.TypedTuple.of("b", 2.0), ZSetOperations.TypedTuple.of("c", 3.0)));
            zsets.incrementScore("z:add", "b", 1.5);
            zsets.remove("z:add", "c");
        });
        write("pop of a sorted set", () -> {
            for (int i = 0; i < 8; i++) {
                zsets.add("z:pop", "m" + i, i);
            }
            zsets.popMin("z:pop");
            zsets.popMax("z:pop", 2);
            zsets.popMin("z:pop", Duration.ofSeconds(1));
        });
        write("removeRange", () -> {
            for (int i = 0; i < 8; i++) {
                zsets.add("z:range", "m" + i, i);
            }
            zsets.removeRange("z:range", 0, 1);
            zsets.removeRangeByScore("z:range", 6, 7);
            zsets.add("z:lex", "a", 0);
            zsets.add("z:lex", "b", 0);
            zsets.removeRangeByLex("z:lex", Range.closed("a", "a"));
        });
        write("stores of sorted sets", () -> {
            zsets.add("{z}:1", "a", 1);
            zsets.add("{z}:2", "a", 2);
            zsets.add("{z}:2", "b", 2);
            zsets.unionAndStore("{z}:1", "{z}:2", "{z}:union");
            zsets.unionAndStore(
                    "{z}:1",
                    List.of("{z}:2"),
                    "{z}:weighted",
                    org.springframework.data.redis.connection.zset.Aggregate.MAX,
                    Weights.of(1, 2));
            zsets.intersectAndStore("{z}:1", "{z}:2", "{z}:intersection");
            zsets.differenceAndStore("{z}:2", List.of("{z}:1"), "{z}:difference");
            zsets.rangeAndStoreByScore(
                    "{z}:2",
                    "{z}:range",
                    Range.closed(0, 9),
                    org.springframework.data.redis.connection.Limit.unlimited());
        });
        quiet("reads of sorted sets", () -> {
            zsets.range("z:add", 0, -1);
            zsets.score("z:add", "a");
            zsets.rank("z:add", "a");
            zsets.count("z:add", 0, 9);
            zsets.zCard("z:add");
        });
    }

    private void hashes() {
        write("hash", () -> {
            var hashes = template.<String, String>opsForHash();
            hashes.put("h:hash", "a", "1");
            hashes.putAll("h:hash", Map.of("b", "2", "c", "3", "n", "1"));
            hashes.putIfAbsent("h:hash", "a", "9");
            hashes.increment("h:hash", "n", 5);
            hashes.increment("h:hash", "f", 1.5);
            hashes.delete("h:hash", "b");
        });
        write("redis map", () -> new DefaultRedisMap<String, String>("h:collection", template).put("a", "1"));
        quiet("reads of hashes", () -> {
            var hashes = template.<String, String>opsForHash();
            hashes.entries("h:hash");
            hashes.get("h:hash", "a");
            hashes.multiGet("h:hash", List.of("a", "c"));
            hashes.keys("h:hash");
            hashes.values("h:hash");
            hashes.size("h:hash");
        });
    }

    @SuppressWarnings("unchecked") // an array of one offset
    private void others() {
        write("geo", () -> {
            template.opsForGeo().add("g:geo", new Point(13.361, 38.115), "Palermo");
            template.opsForGeo().add("g:geo", new Point(15.087, 37.502), "Catania");
            template.opsForGeo().distance("g:geo", "Palermo", "Catania");
            template.opsForGeo().remove("g:geo", "Catania");
        });
        write("geo search stored in a slot", () -> {
            template.opsForGeo().add("{g}:from", new Point(13.361, 38.115), "Palermo");
            template.opsForGeo()
                    .searchAndStore(
                            "{g}:from",
                            "{g}:to",
                            org.springframework.data.redis.domain.geo.GeoReference.fromMember("Palermo"),
                            new org.springframework.data.geo.Distance(
                                    100, org.springframework.data.geo.Metrics.KILOMETERS),
                            org.springframework.data.redis.connection.RedisGeoCommands.GeoSearchStoreCommandArgs
                                    .newGeoSearchStoreArgs());
        });
        write("redis sorted set", () -> new DefaultRedisZSet<>("z:collection", template).add("a", 1));
        write("hyperloglog", () -> {
            template.opsForHyperLogLog().add("p:1", "a", "b", "c");
            template.opsForHyperLogLog().size("p:1");
            template.opsForHyperLogLog().add("{p}:1", "a");
            template.opsForHyperLogLog().add("{p}:2", "b");
            template.opsForHyperLogLog().union("{p}:3", "{p}:1", "{p}:2");
        });
        write("stream", () -> {
            StreamOperations<String, String, String> streams = template.opsForStream();
            RecordId first = streams.add("x:stream", Map.of("a", "1"));
            streams.add(StreamRecords.newRecord().in("x:stream").ofMap(Map.of("b", "2")));
            streams.add("x:stream", Map.of("c", "3"));
            streams.createGroup("x:stream", ReadOffset.from("0"), "group");
            streams.read(Consumer.from("group", "me"), StreamOffset.create("x:stream", ReadOffset.lastConsumed()));
            streams.acknowledge("x:stream", "group", first);
            streams.delete("x:stream", first);
            streams.trim("x:stream", 1);
        });
        write("stream entries claimed", () -> {
            StreamOperations<String, String, String> streams = template.opsForStream();
            RecordId entry = streams.add("x:claim", Map.of("a", "1"));
            streams.createGroup("x:claim", ReadOffset.from("0"), "group");
            streams.read(Consumer.from("group", "me"), StreamOffset.create("x:claim", ReadOffset.lastConsumed()));
            streams.claim("x:claim", "group", "other", Duration.ZERO, entry);
            streams.pending("x:claim", "group");
        });
        write("stream groups", () -> {
            StreamOperations<String, String, String> streams = template.opsForStream();
            streams.add("x:groups", Map.of("a", "1"));
            streams.createGroup("x:groups", "one");
            streams.createGroup("x:groups", "two");
            streams.destroyGroup("x:groups", "one");
            streams.info("x:groups");
            streams.groups("x:groups");
        });
        quiet("publish", () -> template.convertAndSend("channel", "message"));
    }
}
