// More than the manifest allows: refused at once with a reason, and others are not slowed.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client, refusal } from './client.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe } from './probe.mjs';

const start = (limits, timeouts = {}) =>
  Platform.start({
    device: ({ host }) => { Object.assign(host.limits, limits); Object.assign(host.timeouts, timeouts); },
    extn: (manifest) => add_probe(manifest),
  });

const connect = (platform) => Client.connect(platform.internalUrl());

/** Sends a request that is not answered before probe.release; its answer comes later. */
const hold = (client) => client.ask({ method: 'probe.hold' });

async function assert_served(client) {
  assert.equal(await client.call('example.add', [20, 22]), 42);
}

/** Waits until the probe holds `count` requests. */
async function held(client, count) {
  while ((await client.call('probe.counts')).held !== count) continue;
}

describe('connections', () => {
  let platform;
  before(async () => (platform = await start({ connections: 3 })));
  after(() => platform.stop());

  it('above the limit are refused with 503 and the limit, and the others go on', async () => {
    const clients = [];
    for (let i = 0; i < 3; ++i) clients.push(await connect(platform));
    for (let i = 0; i < 5; ++i) {
      const refused = await refusal(platform.internalUrl());
      assert.equal(refused.status, 503);
      assert.match(refused.body, /All 3 connections that the manifest allows are in use/);
    }
    for (const client of clients) await assert_served(client);
    for (const client of clients) await client.close();
  });

  it('are allowed again when others have ended', async () => {
    for (let round = 0; round < 10; ++round) {
      const client = await connect(platform);
      await assert_served(client);
      await client.close();
    }
  });
});

describe('requests in flight', () => {
  it('of one connection above the limit are refused with the limit, and other connections go on', () =>
    on_platform(start({ requests_per_connection: 4 }), async (platform) => {
      const [client, other] = [await connect(platform), await connect(platform)];
      const waiting = Array.from({ length: 4 }, () => hold(client));
      const error = await client.failure('example.add', [1, 2]);
      assert.equal(error.code, -32050);
      assert.match(error.message, /has 4 requests in flight \(host\.limits\.requests_per_connection\)/);
      await assert_served(other);
      assert.equal(await other.call('probe.release'), 4);
      for (const answer of await Promise.all(waiting)) assert.equal(answer.result, 'released');
      await assert_served(client);
    }));

  it('of one channel above the limit are refused with the limit, and other channels go on', () =>
    on_platform(start({ requests_per_channel: 4 }), async (platform) => {
      const client = await connect(platform);
      const waiting = Array.from({ length: 4 }, () => hold(client));
      const error = await client.failure('probe.counts');
      assert.equal(error.code, -32050);
      assert.match(error.message, /ripple:extn:jsonrpsee:probe is busy: it has 4 unanswered requests \(host\.limits\.requests_per_channel\)/);
      await assert_served(client);
      await client.close();
      await Promise.allSettled(waiting);
    }));

  it('of the whole platform above the limit are refused with the limit', () =>
    on_platform(start({ requests_in_flight: 4 }), async (platform) => {
      const [client, other] = [await connect(platform), await connect(platform)];
      const waiting = Array.from({ length: 4 }, () => hold(client));
      await assert.rejects(async () => { while (true) await other.call('example.add', [1, 2]); }, (error) => {
        assert.equal(error.code, -32050);
        assert.match(error.message, /4 requests are in flight \(host\.limits\.requests_in_flight\)/);
        return true;
      });
      await client.close();
      await Promise.allSettled(waiting);
      await assert_served(other);
    }));

  it('of a batch above the limit are refused as one', () =>
    on_platform(start({ batch_requests: 4 }), async (platform) => {
      const client = await connect(platform);
      const batch = (size) => JSON.stringify(Array.from({ length: size }, (_, i) => ({ jsonrpc: '2.0', id: i + 100, method: 'example.add', params: [i, 1] })));
      assert.equal((await client.exchange(batch(4))).length, 4);
      const { id, error } = await client.exchange(batch(5));
      assert.deepEqual([id, error.code], [null, -32600]);
      assert.match(error.message, /at most 4 requests in a batch \(host\.limits\.batch_requests\)/);
    }));

  it('are each answered exactly once, however many come at once', () =>
    on_platform(start({ requests_per_connection: 16, requests_per_channel: 8 }), async (platform) => {
      const client = await connect(platform);
      const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => client.ask({ method: 'probe.echo', params: { value: i } })));
      const refused = answers.filter(({ error }) => error);
      answers.forEach(({ result, error }, i) => assert.ok(error ? error.code === -32050 && error.message : result === i));
      assert.ok(refused.length < answers.length);
      assert.deepEqual(client.frames, []);
    }));
});

describe('subscriptions', () => {
  it('of one connection above the limit are refused with the limit, and other connections go on', () =>
    on_platform(start({ subscriptions_per_connection: 3 }), async (platform) => {
      const [client, other] = [await connect(platform), await connect(platform)];
      for (const name of ['Name', 'Network', 'Hdr']) await client.listen(`device.on${name}Changed`);
      const error = await client.failure('device.onAudioChanged', { listen: true });
      assert.equal(error.code, -32050);
      assert.match(error.message, /listens 3 times, which is its limit \(host\.limits\.subscriptions_per_connection\)/);
      await other.listen('device.onAudioChanged');
      await client.call('device.onHdrChanged', { listen: false });
      await client.listen('device.onAudioChanged');
    }));
});

describe('a client that stops reading', () => {
  const limits = { connections: 2, outgoing_bytes: 1 << 20 };

  /** Asks for much more than the system's buffers hold, and reads nothing. */
  function stuff(client) {
    client.socket.pause();
    for (let i = 0; i < 250; ++i) client.ask({ method: 'probe.large', params: { bytes: 256 << 10 } }).catch(() => undefined);
  }

  /** Waits until the probe has answered something large and is asked for no more. */
  async function settled(other) {
    for (let before = -1, now = 0; now === 0 || now !== before;) {
      before = now;
      await assert_served(other);
      now = (await other.call('probe.counts')).large;
    }
  }

  it('is closed with 1008 while the calls of another client are answered', () =>
    on_platform(start(limits, { close: 20_000 }), async (platform) => {
      const other = await connect(platform);
      const client = await connect(platform);
      stuff(client);
      await settled(other);
      client.socket.resume();
      assert.deepEqual(await client.end(), { code: 1008, reason: 'the peer does not read fast enough' });
      await assert_served(other);
    }));

  it('is dropped after the close timeout when it never reads again', () =>
    on_platform(start(limits, { close: 100 }), async (platform) => {
      const other = await connect(platform);
      const client = await connect(platform);
      stuff(client);
      let third;
      while (!third) third = await connect(platform).catch(({ status }) => { assert.equal(status, 503); });
      await assert_served(third);
      await assert_served(other);
      client.socket.terminate();
    }));
});
