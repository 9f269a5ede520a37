// What earlier hosts of this kind got wrong, by the numbers of the project's list of weaknesses:
// each is right here.

import assert from 'node:assert/strict';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { Platform, make_directory } from '../support/platform.mjs';
import { Client, refusal } from './client.mjs';
import { check, ripple, run } from './commands.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe, kWifi } from './probe.mjs';

const kShipped = ['linux', 'thunder'].map((name) => fileURLToPath(new URL(`../../manifests/${name}`, import.meta.url)));
const fixture = (name) => path.join(process.env.RIPPLE_FIXTURES, `${name}.so`);

/** Runs `use(platform, client of refui)` on a platform with the probe. */
async function with_platform({ device, extn, probe = {}, args, app = 'refui' }, use) {
  const with_probe = (manifest) => { add_probe(manifest, probe); extn?.(manifest); };
  await on_platform(Platform.start({ device, args, extn: with_probe }), async (platform) =>
    use(platform, await Client.connect(platform.internalUrl(app))));
}

const ask_of = (client, contract, method, params) => client.call('probe.ask', { contract, method, params });

describe('weakness 1: contracts that nobody enforces', () => {
  it('a required contract without provider is fatal', async () => {
    const { code, stderr } = await run({ extn: (manifest) => manifest.required_contracts.push('keyboard') });
    assert.equal(code, 70);
    assert.match(stderr, /"keyboard" is in required_contracts and has no provider/);
  });
  it("a library's required version is checked", async () => {
    const { code, stderr } = await check({ extn: (manifest) => manifest.extns.push({ path: fixture('newer_main'), symbols: [] }) });
    assert.equal(code, 70);
    assert.match(stderr, /needs Main 99\.0\.0 or later/);
  });
  it('`resolution`, which has no effect, is not passed over in silence', async () => {
    const { stderr } = await check({ extn: (manifest) => (manifest.extns[0].resolution = [{ capability: 'x', priority: 1 }]) });
    assert.match(stderr, /warning: .*\/extns\/0\/resolution: has no effect; name the provider of a contract in "preferred_providers"/);
  });
});

describe('weakness 2: `uses` that only the sender checks', () => {
  const storage = ['local.storage', 'local.storage.set', { namespace: 'n', key: 'k', value: 1 }];
  it('a request to a contract that the manifest does not list is refused by Main', () =>
    with_platform({}, async (_, client) => {
      const { error } = await ask_of(client, ...storage);
      assert.equal(error.code, -40300);
      assert.match(error.message, /ripple:extn:jsonrpsee:probe may not use local\.storage: add "local\.storage" to the `uses`/);
    }));
  it('the same request is carried out when the manifest lists it', () =>
    with_platform({ probe: { uses: ['local.storage'] } }, async (_, client) => {
      assert.deepEqual(await ask_of(client, ...storage), { result: true });
    }));
  it('unknown contracts are not dropped in silence', async () => {
    const { code } = await check({ extn: (manifest) => manifest.extns[1].symbols[0].uses.push('nonsense') });
    assert.equal(code, 78);
  });
});

describe('weakness 3: an ABI without handshake', () => {
  it('another ABI is refused before anything of the library is called', async () => {
    const { code, stderr } = await check({ extn: (manifest) => manifest.extns.push({ path: fixture('other_abi_major'), symbols: [] }) });
    assert.equal(code, 70);
    assert.match(stderr, /built for ABI 2\.\d+, Main has ABI 1\.\d+/);
  });
});

describe('weakness 4: requests that wait for ever', () => {
  const device = ({ host }) => { host.timeouts.request = 1500; host.limits.requests_in_flight = 2; };
  it('an app gets an error at the deadline, the entry is gone, and a late answer is dropped', () =>
    with_platform({ device }, async (_, client) => {
      for (let round = 0; round < 3; ++round) {
        const error = await client.failure('probe.hold');
        assert.equal(error.code, -50400);
        assert.match(error.message, /was not answered in time by ripple:extn:jsonrpsee:probe/);
      }
      assert.deepEqual(await client.call('probe.counts'), { held: 3, cancelled: 3, large: 0 });
      assert.equal(await client.call('probe.release'), 3);
      assert.equal(await client.call('probe.echo', { value: 'next' }), 'next');
      assert.deepEqual(client.frames, []);
    }));
  it('an extension gets an error at the deadline', () =>
    with_platform({ device: ({ host }) => (host.timeouts.request = 1500), probe: { uses: ['rpc'] } }, async (_, client) => {
      const asked = client.ask({ method: 'probe.ask', params: { contract: 'rpc', method: 'rpc.call', params: { method: 'probe.hold' } } });
      const { result, error } = await asked;
      assert.equal(error?.code ?? result.error.code, -50400);
      assert.equal(await client.call('probe.echo', { value: 'next' }), 'next');
    }));
  it('a request that an extension forgets is answered', () =>
    with_platform({}, async (_, client) => {
      const error = await client.failure('probe.drop');
      assert.equal(error.code, -32603);
      assert.match(error.message, /without a reply/);
    }));
});

describe('weakness 5: a start that waits for ever', () => {
  it('ends when a channel is not ready in time', async () => {
    const { code, stderr } = await run({
      extn: (manifest) => { manifest.timeout = 3000; add_probe(manifest, { fulfills: ['wifi'], channel: { never_ready: true } }); },
    });
    assert.equal(code, 70);
    assert.match(stderr, /ripple:channel:device:probe of .* was not ready within 3000 ms/);
  });
  it('a stranger does not become an extension by saying so', () =>
    with_platform({ device: (manifest) => delete manifest.configuration.internal_app_id }, async (platform) => {
      for (const port of [platform.appPort, platform.internalPort]) {
        const refused = await refusal(`ws://127.0.0.1:${port}/?service_handshake=ripple:channel:device:thunder`);
        assert.equal(refused.status, 403);
      }
    }));
});

describe('weakness 6: names that do not survive', () => {
  it('a protected ExtnId prints as it was written', async () => {
    const id = 'ripple:channel:protected:something';
    const { stderr } = await check({ extn: (manifest) => manifest.extns.push({ path: fixture('good'), symbols: [{ id, uses: [], fulfills: [] }] }) });
    assert.match(stderr, new RegExp(`does not offer ${id}`));
  });
});

describe('weakness 7: half of JSON-RPC', () => {
  it('a notification is carried out and not answered', () =>
    with_platform({}, async (_, client) => {
      client.send({ jsonrpc: '2.0', method: 'device.setName', params: { value: 'told' } });
      assert.equal(await client.call('device.name'), 'told');
      client.send({ jsonrpc: '2.0', method: 'no.such.method' });
      assert.equal(await client.call('device.name'), 'told');
      assert.deepEqual(client.frames, []);
    }));
  it('a batch is answered as one, without its notifications', () =>
    with_platform({}, async (_, client) => {
      const answers = await client.exchange(JSON.stringify([
        { jsonrpc: '2.0', id: 'a', method: 'probe.wait', params: { ms: 20 } },
        { jsonrpc: '2.0', method: 'probe.echo', params: { value: 1 } },
        { jsonrpc: '2.0', id: null, method: 'example.add', params: [1, 2] },
        { jsonrpc: '2.0', id: -7, method: 'no.such.method' },
      ]));
      const by_id = new Map(answers.map((answer) => [answer.id, answer]));
      assert.equal(answers.length, 3);
      assert.equal(by_id.get('a').result, true);
      assert.equal(by_id.get(null).result, 3);
      assert.equal(by_id.get(-7).error.code, -32601);
    }));
  it('a batch of notifications is not answered', () =>
    with_platform({}, async (_, client) => {
      client.send([{ jsonrpc: '2.0', method: 'example.add', params: [1, 2] }]);
      assert.equal(await client.call('example.add', [1, 2]), 3);
      assert.deepEqual(client.frames, []);
    }));
  it('a request without "jsonrpc":"2.0" is refused', () =>
    with_platform({}, async (_, client) => {
      assert.equal((await client.exchange('{"id":77,"method":"device.name"}')).error.code, -32600);
    }));
  it('requests of one connection to one channel are answered in their order', () =>
    with_platform({}, async (_, client) => {
      const order = [];
      await Promise.all(Array.from({ length: 200 }, (_unused, i) => client.call('probe.echo', { value: i }).then((value) => order.push(value))));
      assert.deepEqual(order, Array.from({ length: 200 }, (_unused, i) => i));
    }));
});

describe('weakness 8: overload that loses requests', () => {
  it('every request is answered, those above the limits with an error that names the limit', () =>
    with_platform({ device: ({ host }) => (host.limits.requests_per_channel = 4) }, async (_, client) => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => client.ask({ method: 'probe.wait', params: { ms: 1 } })));
      for (const { result, error } of answers) {
        assert.ok(result === true || (error.code === -32050 && error.message.includes('host.limits.requests_per_channel')), JSON.stringify(error));
      }
      assert.ok(answers.some(({ error }) => error));
    }));
});

describe('weakness 9: an accept loop that ends, and one slow app that stalls all', () => {
  it('accepting goes on after the process had no descriptor left', async () => {
    const directory = await make_directory();
    const wrapper = path.join(directory, 'ripple-with-few-descriptors');
    await writeFile(wrapper, `#!/bin/sh\nulimit -n 64\nexec ${process.env.RIPPLE} "$@"\n`);
    await chmod(wrapper, 0o755);
    const unlimited = process.env.RIPPLE;
    process.env.RIPPLE = wrapper;
    const starting = Platform.start({ directory }).finally(() => (process.env.RIPPLE = unlimited));
    await on_platform(starting, async (platform) => {
      const attempts = await Promise.allSettled(Array.from({ length: 100 }, () =>
        Client.connect(platform.internalUrl(), { handshakeTimeout: 1000 })));
      const open = attempts.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
      assert.ok(open.length < attempts.length, 'expected the descriptors to run out');
      for (const client of open) await client.close();
      const client = await Client.connect(platform.internalUrl());
      assert.equal(await client.call('example.add', [1, 2]), 3);
    });
    await rm(directory, { recursive: true });
  });
  it('events reach others while one listener does not read', () =>
    with_platform({ device: ({ host }) => { host.limits.outgoing_bytes = 65536; host.timeouts.close = 100; } }, async (platform, client) => {
      const slow = await Client.connect(platform.internalUrl());
      await slow.listen('device.onNameChanged');
      slow.socket.pause();
      const { id } = await client.listen('device.onNameChanged');
      for (let i = 0; i < 50; ++i) {
        const name = `${i}`.padEnd(1000, 'x');
        await client.call('device.setName', { value: name });
        assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: name });
      }
      slow.socket.terminate();
    }));
});

describe('weakness 10: what a connection leaves behind', () => {
  it('its requests are cancelled and their places are free', () =>
    with_platform({ device: ({ host }) => (host.limits.requests_in_flight = 4) }, async (platform, client) => {
      for (let round = 0; round < 5; ++round) {
        const guest = await Client.connect(platform.internalUrl());
        const waiting = [guest, guest, guest].map((one) => one.call('probe.hold').catch(() => undefined));
        while ((await client.call('probe.counts')).held !== 3) continue;
        guest.socket.terminate();
        await Promise.all(waiting);
        while ((await client.call('probe.counts')).cancelled !== 3) continue;
        await client.call('probe.release');
      }
    }));
  it('its subscriptions are gone', () =>
    with_platform({ probe: { uses: ['app_events'] } }, async (platform, client) => {
      const emit = () => ask_of(client, 'app_events', 'app_events.emit', { event: 'device.onNameChanged', value: 'x' });
      const guest = await Client.connect(platform.internalUrl());
      await guest.listen('device.onNameChanged');
      assert.deepEqual(await emit(), { result: true });
      await guest.close();
      let heard;
      do heard = (await emit()).result; while (heard);
      assert.equal(heard, false);
    }));
});

describe('weakness 11: apps that are trusted for what they say', () => {
  it('a missing exclusory excludes nobody from permission checks, and the log says so', () =>
    with_platform({ device: (manifest) => delete manifest.configuration.exclusory, app: 'stranger' }, async (platform, client) => {
      assert.equal((await client.failure('device.name')).code, -40300);
      assert.match(platform.stderr, /\/configuration\/exclusory: missing, so nobody is excluded/);
    }));
  it('the internal port checks permissions as well', () =>
    with_platform({ app: 'stranger' }, async (_, client) => {
      const error = await client.failure('device.name');
      assert.equal(error.code, -40300);
      assert.match(error.message, /xrn:firebolt:capability:device:\w+ is not permitted/);
    }));
  for (const app of ['refui","internal":true,"x":"', '"},"app_id":"refui', '$context.appId', 'refui\n', 'refui%00', "'; drop table secrets; --", '../refui']) {
    it(`an app id is a name and nothing else: ${JSON.stringify(app)}`, () =>
      with_platform({ app }, async (_, client) => {
        assert.equal((await client.failure('device.name')).code, -40300);
      }));
  }
  it('what an app stores is its own, whatever its name', () =>
    with_platform({
      device: (manifest) => (manifest.configuration.exclusory.method_ignore_rules = ['securestorage.get', 'securestorage.set']),
    }, async (platform, client) => {
      const others = ['refui"', 'refui%', 'ref_i', "refui' or '1'='1"];
      await client.call('securestorage.set', { scope: 'device', key: 'k', value: 'mine' });
      for (const name of others) {
        const other = await Client.connect(platform.internalUrl(name));
        const { result } = await other.ask({ method: 'securestorage.get', params: { scope: 'device', key: 'k' } });
        assert.notEqual(result, 'mine', name);
      }
    }));
});

describe('weakness 12: errors that do not help', () => {
  it('a method that is not known has one spelling, one code, and the nearest known', () =>
    with_platform({}, async (_, client) => {
      for (const method of ['device.nmae', 'Device.nmae', 'probe.ekko', 'x']) {
        const error = await client.failure(method);
        assert.equal(error.code, -32601);
        assert.match(error.message, /^Method not found: ".*"; the nearest known is ".+"$/);
      }
    }));
  it('every denial says which capability, in its message and in its data', () =>
    with_platform({ device: (manifest) => (manifest.capabilities.supported = manifest.capabilities.supported.filter((one) => !one.endsWith('device:sku'))) },
      async (platform, client) => {
        const unsupported = await client.failure('device.sku');
        assert.equal(unsupported.code, -50100);
        assert.equal(unsupported.data.capability, 'xrn:firebolt:capability:device:sku');
        const stranger = await Client.connect(platform.internalUrl('stranger'));
        const denied = await stranger.failure('device.name');
        assert.equal(denied.code, -40300);
        assert.ok(denied.message.includes(denied.data.capability));
      }));
  it('an error is a JSON-RPC error: a negative code, a text, and nothing misspelt', () =>
    with_platform({}, async (_, client) => {
      for (const [method, params] of [['no.such', {}], ['device.setName', {}], ['probe.drop', {}], ['lifecycle.finished', {}], ['lookup.get', { table: 'x', keys: [] }]]) {
        const error = await client.failure(method, params);
        assert.ok(error.code < 0, JSON.stringify(error));
        assert.equal(typeof error.message, 'string');
        assert.deepEqual(Object.keys(error).filter((key) => !['code', 'message', 'data'].includes(key)), []);
      }
    }));
});

describe('weakness 13: capabilities and roles that are mixed up', () => {
  it('who may use a capability may not manage it', () =>
    with_platform({ app: 'hello' }, async (_, client) => {
      await client.call('device.name');
      const error = await client.failure('device.setName', { value: 'mine' });
      assert.equal(error.code, -40300);
    }));
  it('a supported capability is not available for that alone', () => {
    const challenge = 'xrn:firebolt:capability:usergrant:pinchallenge';
    return with_platform({ device: (manifest) => manifest.capabilities.supported.push(challenge) }, async (_, client) => {
      assert.equal(await client.call('capabilities.supported', { capability: challenge }), true);
      assert.equal(await client.call('capabilities.available', { capability: challenge }), false);
      assert.equal(await client.call('capabilities.available', { capability: 'xrn:firebolt:capability:device:name' }), true);
    });
  });
});

describe('weakness 16: a log line for every request', () => {
  it('requests write nothing at the level of the manifest', () =>
    with_platform({}, async (platform, client) => {
      const before = platform.stderr;
      for (let i = 0; i < 50; ++i) await client.call('device.name');
      await client.failure('no.such');
      assert.equal(platform.stderr, before);
    }));
});

describe("weakness 17: an extension's failure that ends the host", () => {
  const wifi = { device: (manifest) => manifest.capabilities.supported.push(kWifi), probe: { fulfills: ['wifi'] } };
  it('an exception of a handler is an error for the caller, and the channel goes on', () =>
    with_platform(wifi, async (_, client) => {
      for (const [method, text] of [['wifi.disconnect', 'a handler failed'], ['wifi.connect', 'a handler failed after a wait']]) {
        const error = await client.failure(method);
        assert.deepEqual([error.code, error.message], [-32001, text]);
        assert.deepEqual(await client.call('wifi.scan'), {});
      }
    }));
  it('something thrown that is no exception is an error for the caller, and the channel goes on', () =>
    with_platform(wifi, async (_, client) => {
      const error = await client.failure('wifi.wps');
      assert.ok(error.code < 0, JSON.stringify(error));
      assert.deepEqual(await client.call('wifi.scan'), {});
    }));
  it('an exception of a task beside is a line in the log', () =>
    with_platform({}, async (platform, client) => {
      assert.equal(await client.call('probe.spawnThrowing'), true);
      assert.equal(await client.call('probe.echo', { value: 'on' }), 'on');
      while (!platform.stderr.includes('a spawned task failed')) await client.call('probe.echo', { value: 'on' });
      assert.match(platform.stderr, /the task that throws/);
    }));
  it("an exception of a channel's own task ends that channel, and nothing else", () =>
    with_platform({}, async (_, client) => {
      const error = await client.failure('probe.throw');
      assert.ok(error.code < 0, JSON.stringify(error));
      assert.equal((await client.failure('probe.echo', { value: 1 })).code, -50300);
      assert.equal(await client.call('example.add', [1, 2]), 3);
      assert.equal(typeof (await client.call('device.name')), 'string');
    }));
});

describe('weakness 20: parts that ship and do not fit', () => {
  const check_shipped = (manifest) => ripple(['check', manifest, '--extensions', process.env.RIPPLE_EXTENSIONS, '--json']);

  for (const manifest of kShipped) {
    it(`manifests/${path.basename(manifest)} loads without an error or a warning`, async () => {
      const { code, stdout, stderr } = await check_shipped(manifest);
      assert.equal(code, 0, stderr);
      assert.deepEqual(JSON.parse(stdout).warnings, []);
    });
  }
  it('every library that ships is in a shipped manifest', async () => {
    const reports = await Promise.all(kShipped.map(check_shipped));
    const loaded = new Set(reports.flatMap(({ stdout }) => JSON.parse(stdout).contracts)
      .map(({ library }) => library && path.basename(library)));
    const built = (await readdir(process.env.RIPPLE_EXTENSIONS)).filter((name) => name.endsWith('.so') && name !== 'libexample_rpc.so');
    for (const name of built) assert.ok(loaded.has(name), `${name} provides nothing in a shipped manifest`);
  });
});
