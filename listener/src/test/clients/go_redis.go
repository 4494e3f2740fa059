// go-redis against the listener: PORT plain|cluster. Ends with 0 if everything was as with a server.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

func must(condition bool, what string, values ...any) {
	if !condition {
		fmt.Println(what, values)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	address, cluster := "127.0.0.1:"+os.Args[1], os.Args[2] == "cluster"
	for _, protocol := range []int{2, 3} {
		var c redis.UniversalClient
		if cluster {
			c = redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{address}, Protocol: protocol})
		} else {
			c = redis.NewClient(&redis.Options{Addr: address, Protocol: protocol})
		}
		tag := fmt.Sprintf("{go%d}", protocol)
		c.Del(ctx, tag+"k", tag+"h", tag+"l", tag+"wait")
		must(c.Set(ctx, tag+"k", "1", 0).Err() == nil, "SET")
		must(c.Incr(ctx, tag+"k").Val() == 2, "INCR")
		must(c.HSet(ctx, tag+"h", "a", "1", "b", "2").Val() == 2 && c.HGetAll(ctx, tag+"h").Val()["b"] == "2", "HGETALL")
		replies, err := c.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i := 0; i < 500; i++ {
				p.Set(ctx, fmt.Sprintf("go:%d", i), i, 0)
			}
			return nil
		})
		must(err == nil && len(replies) == 500, "pipeline", err)
		_, err = c.TxPipelined(ctx, func(p redis.Pipeliner) error {
			p.Set(ctx, tag+"k", 5, 0)
			p.IncrBy(ctx, tag+"k", 2)
			return nil
		})
		must(err == nil && c.Get(ctx, tag+"k").Val() == "7", "MULTI", err)
		err = c.Watch(ctx, func(tx *redis.Tx) error {
			c.Incr(ctx, tag+"k")
			_, e := tx.TxPipelined(ctx, func(p redis.Pipeliner) error { p.Set(ctx, tag+"k", 0, 0); return nil })
			return e
		}, tag+"k")
		must(err == redis.TxFailedErr, "WATCH", err)
		must(redis.NewScript("return redis.call('INCR', KEYS[1])").Run(ctx, c, []string{tag + "k"}).Val() == int64(9), "script")
		must(strings.HasPrefix(c.LPush(ctx, tag+"k", "x").Err().Error(), "WRONGTYPE"), "WRONGTYPE")
		go func() { time.Sleep(200 * time.Millisecond); c.RPush(ctx, tag+"wait", "x") }()
		must(len(c.BLPop(ctx, 10*time.Second, tag+"wait").Val()) == 2, "BLPOP")
		subscriber := c.Subscribe(ctx, "news")
		_, err = subscriber.Receive(ctx)
		must(err == nil, "SUBSCRIBE", err)
		c.Publish(ctx, "news", "hello")
		message, err := subscriber.ReceiveMessage(ctx)
		must(err == nil && message.Payload == "hello", "message", err)
		subscriber.Close()
		found := 0
		count := func(one *redis.Client) error {
			for scan := one.Scan(ctx, 0, "go:*", 50).Iterator(); scan.Next(ctx); {
				found++
			}
			return nil
		}
		if cc, is := c.(*redis.ClusterClient); is {
			must(cc.ForEachMaster(ctx, func(ctx context.Context, one *redis.Client) error {
				must(one.Options().Addr == address, "a node besides the listener", one.Options().Addr)
				return count(one)
			}) == nil, "masters")
		} else {
			count(c.(*redis.Client))
		}
		must(found == 500, "SCAN", found)
		c.Close()
	}
	fmt.Println("go-redis", os.Args[2], "ok")
}
