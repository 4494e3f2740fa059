// ioredis against the listener: PORT plain|cluster. Ends with 0 if everything was as with a server.
import assert from 'node:assert';
import Redis from 'ioredis';

const [port, mode] = process.argv.slice(2);
const cluster = mode === 'cluster';
const client = cluster ? new Redis.Cluster([{ host: '127.0.0.1', port: Number(port) }]) : new Redis(Number(port), '127.0.0.1');
client.on('error', (e) => { throw e; });
const tag = '{io}';
await client.del(tag + 'k', tag + 'h', tag + 'wait');
assert.equal(await client.set(tag + 'k', '1'), 'OK');
assert.equal(await client.incr(tag + 'k'), 2);
await client.hset(tag + 'h', { a: '1', b: '2' });
assert.deepEqual(await client.hgetall(tag + 'h'), { a: '1', b: '2' });
assert.deepEqual(await client.multi().set(tag + 'k', '5').incrby(tag + 'k', 2).exec(), [[null, 'OK'], [null, 7]]);
const pipeline = client.pipeline();
for (let i = 0; i < 500; i++) pipeline.set(tag + i, i);
assert.ok((await pipeline.exec()).every(([error, reply]) => error === null && reply === 'OK'));
await Promise.all(Array.from({ length: 300 }, (_, i) => client.set(`io:${i}`, i)));
client.defineCommand('bump', { numberOfKeys: 1, lua: "return redis.call('INCR', KEYS[1])" });
assert.equal(await client.bump(tag + 'k'), 8);
await assert.rejects(client.lpush(tag + 'k', 'x'), /WRONGTYPE/);
if (cluster) {
  assert.deepEqual(client.nodes('all').map((node) => node.options.port), [Number(port)]);
} else {
  const other = client.duplicate();
  setTimeout(() => other.rpush(tag + 'wait', 'x'), 200);
  assert.deepEqual(await client.blpop(tag + 'wait', 10), [tag + 'wait', 'x']);
  const subscriber = client.duplicate();
  const heard = new Promise((resolve) => subscriber.on('message', (channel, message) => resolve(message)));
  await subscriber.subscribe('news');
  await client.publish('news', 'hello');
  assert.equal(await heard, 'hello');
  assert.equal(await client.watch(tag + 'k'), 'OK');
  await other.incr(tag + 'k');
  assert.equal(await client.multi().incr(tag + 'k').exec(), null);
}
console.log('ioredis', mode, 'ok');
process.exit(0);
