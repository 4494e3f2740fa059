// node-redis against the listener: PORT plain|cluster. Ends with 0 if everything was as with a server.
import assert from 'node:assert';
import { createClient, createCluster } from 'redis';

const [port, mode] = process.argv.slice(2);
const url = `redis://127.0.0.1:${port}`;

for (const RESP of [2, 3]) {
  const client = mode === 'cluster' ? createCluster({ rootNodes: [{ url }], RESP }) : createClient({ url, RESP });
  client.on('error', (e) => { throw e; });
  await client.connect();
  const tag = `{node${RESP}}`;
  await client.del(tag + 'k');
  await client.del(tag + 'h');
  assert.equal(await client.set(tag + 'k', '1'), 'OK');
  assert.equal(await client.incr(tag + 'k'), 2);
  assert.equal(await client.get(tag + 'k'), '2');
  await client.hSet(tag + 'h', { a: '1', b: '2' });
  assert.deepEqual({ ...(await client.hGetAll(tag + 'h')) }, { a: '1', b: '2' });
  assert.deepEqual(await client.multi().set(tag + 'k', '5').incrBy(tag + 'k', 2).exec(), ['OK', 7]);
  const many = await Promise.all(Array.from({ length: 500 }, (_, i) => client.set(`node:${i}`, `${i}`)));
  assert.ok(many.every((reply) => reply === 'OK'));
  assert.equal(await client.eval("return redis.call('GET', KEYS[1])", { keys: [tag + 'k'], arguments: [] }), '7');
  await assert.rejects(client.lPush(tag + 'k', 'x'), /WRONGTYPE/);
  if (mode !== 'cluster') {
    const found = new Set();
    for await (const keys of client.scanIterator({ MATCH: 'node:*', COUNT: 50 })) {
      for (const key of [keys].flat()) found.add(key);
    }
    assert.equal(found.size, 500);
    const subscriber = client.duplicate();
    await subscriber.connect();
    const heard = new Promise((resolve) => subscriber.subscribe('news', resolve).then(() => client.publish('news', 'hello')));
    assert.equal(await heard, 'hello');
    await subscriber.close();
  } else {
    assert.deepEqual(client.masters.map((node) => node.address), [`127.0.0.1:${port}`]);
  }
  await client.close();
}
console.log('node-redis', mode, 'ok');
process.exit(0);
