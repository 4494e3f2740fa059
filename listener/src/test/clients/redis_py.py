"""redis-py against the listener: PORT plain|cluster. Ends with 0 if everything was as with a server."""
import sys
import threading

import redis
from redis.cluster import ClusterNode, RedisCluster

port, cluster = int(sys.argv[1]), sys.argv[2] == "cluster"


def connect(protocol):
    if cluster:
        return RedisCluster(startup_nodes=[ClusterNode("127.0.0.1", port)], protocol=protocol, decode_responses=True)
    return redis.Redis(port=port, protocol=protocol, decode_responses=True)


for protocol in (2, 3):
    r = connect(protocol)
    tag = f"{{py{protocol}}}"
    r.delete(tag + "k", tag + "h", tag + "l", tag + "z")
    assert r.set(tag + "k", "1") is True and r.incr(tag + "k") == 2 and r.get(tag + "k") == "2"
    assert r.hset(tag + "h", mapping={"a": "1", "b": "2"}) == 2 and r.hgetall(tag + "h") == {"a": "1", "b": "2"}
    assert r.zadd(tag + "z", {"m": 1.5}) == 1 and r.zscore(tag + "z", "m") == 1.5
    with r.pipeline(transaction=False) as p:
        for i in range(500):
            p.rpush(tag + "l", i)
        assert p.execute() == list(range(1, 501))
    with r.pipeline(transaction=True) as p:
        p.set(tag + "k", "5").incrby(tag + "k", 2)
        assert p.execute() == ["OK" if cluster else True, 7]  # redis-py leaves the replies of a transaction in a cluster as they are
    for i in range(50):
        r.set(f"py:{i}", i)
    assert {k for k in r.scan_iter("py:*", count=10)} == {f"py:{i}" for i in range(50)}
    assert r.mget_nonatomic([f"py:{i}" for i in range(50)] if cluster else []) == [str(i) for i in range(50)] if cluster else r.mget("py:1", "py:2") == ["1", "2"]
    assert r.eval("return redis.call('GET', KEYS[1])", 1, tag + "k") == "7"
    assert r.eval("return {KEYS[1], ARGV[1]}", 1, tag + "k", "x") == [tag + "k", "x"]
    script = r.register_script("return redis.call('INCR', KEYS[1])")
    assert script(keys=[tag + "k"]) == 8
    if cluster:
        assert [(n.host, n.port) for n in r.get_nodes()] == [("127.0.0.1", port)], r.get_nodes()
    else:
        def bump(p):
            p.multi()
            p.incr(tag + "k")
        assert r.transaction(bump, tag + "k") == [9]
        subscriber = r.pubsub()
        subscriber.subscribe("news")
        assert subscriber.get_message(timeout=5)["type"] == "subscribe"
        r.publish("news", "hello")
        assert subscriber.get_message(timeout=5)["data"] == "hello"
        subscriber.close()
        assert r.client_setname("py") and r.client_getname() == "py"
    threading.Timer(0.2, lambda: connect(protocol).rpush(tag + "wait", "x")).start()
    assert r.blpop([tag + "wait"], timeout=10)[1] == "x"
    try:
        r.lpush(tag + "k", "x")
        raise SystemExit("no WRONGTYPE")
    except redis.ResponseError as e:
        assert "WRONGTYPE" in str(e)
    r.close()
print("redis-py", redis.__version__, sys.argv[2], "ok")
