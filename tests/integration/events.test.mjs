// Events in both shapes, and the methods that extensions add.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client } from './client.mjs';
import { add_probe } from './probe.mjs';

let platform;
let actor;
let client;
before(async () => {
  platform = await Platform.start({ extn: (manifest) => add_probe(manifest, { uses: ['rpc', 'app_events'] }) });
  actor = await Client.connect(platform.internalUrl());
});
after(() => platform.stop());
beforeEach(async () => (client = await Client.connect(platform.internalUrl())));
afterEach(() => client.close());

const set_name = (value) => actor.call('device.setName', { value });

describe('an event', () => {
  it('comes as a second response with the id of the listen call (v1)', async () => {
    const answer = await client.ask({ id: 'listener-1', method: 'device.onNameChanged', params: { listen: true } });
    assert.deepEqual(answer, { jsonrpc: '2.0', id: 'listener-1', result: { listening: true, event: 'device.onNameChanged' } });
    await set_name('one');
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', id: 'listener-1', result: 'one' });
    await set_name('two');
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', id: 'listener-1', result: 'two' });
  });

  it('comes as a notification with a named value where RPCv2=true', async () => {
    const v2 = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    await v2.listen('device.onNameChanged');
    await set_name('three');
    const { jsonrpc, method, params, ...rest } = await v2.next();
    assert.deepEqual([jsonrpc, method, Object.values(params), rest], ['2.0', 'device.onNameChanged', ['three'], {}]);
    await v2.close();
  });

  it('comes once to each listener, whatever the spelling of the module', async () => {
    const { id } = await client.listen('Device.onNameChanged');
    await client.listen('device.onDeviceNameChanged');
    await set_name('four');
    const frames = [await client.next(), await client.next()];
    assert.ok(frames.some((frame) => frame.id === id && frame.result === 'four'), JSON.stringify(frames));
    await set_name('five');
    await client.next();
    await client.next();
    await client.call('device.name');
    assert.deepEqual(client.frames, []);
  });

  it('comes no more after listen: false', async () => {
    await client.listen('device.onNameChanged');
    assert.deepEqual(await client.call('device.onNameChanged', { listen: false }), { listening: false, event: 'device.onNameChanged' });
    await set_name('six');
    await client.call('device.name');
    assert.deepEqual(client.frames, []);
  });

  it('comes for each listen request of a connection, until all of them have ended', async () => {
    const ids = [(await client.listen('device.onNameChanged')).id, (await client.listen('device.onNameChanged')).id];
    await set_name('seven');
    for (const id of ids) assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: 'seven' });
    await client.call('device.onNameChanged', { listen: false });
    await set_name('eight');
    assert.equal((await client.next()).result, 'eight');
    assert.equal((await client.next()).result, 'eight');
    await client.call('device.onNameChanged', { listen: false });
    await set_name('nine');
    await client.call('device.name');
    assert.deepEqual(client.frames, []);
  });

  it('is only for the app that it is meant for', async () => {
    const emit = (app_id) => actor.call('probe.ask', { contract: 'app_events', method: 'app_events.emit', params: { event: 'device.onNameChanged', value: 'secret', app_id } });
    await client.listen('device.onNameChanged');
    await emit('hello');
    await client.call('device.name');
    assert.deepEqual(client.frames, []);
    await emit('refui');
    assert.equal((await client.next()).result, 'secret');
  });

  it('is refused without listen, and when it is no event', async () => {
    assert.equal((await client.failure('device.onNameChanged')).code, -32602);
    assert.equal((await client.failure('device.onNameChanged', { listen: 'yes' })).code, -32602);
    assert.equal((await client.failure('device.onNothing', { listen: true })).code, -32601);
  });
});

describe('a method of an extension', () => {
  it('is called by name and by position', async () => {
    assert.equal(await client.call('example.add', { left: 1, right: 2 }), 3);
    assert.equal(await client.call('example.add', [1, 2]), 3);
    assert.equal(await client.call('example.echo', { text: 'hello' }), 'hello');
  });
  it('is found whatever the case of its module', async () => assert.equal(await client.call('Example.add', [1, 2]), 3));
  it('is carried out on a thread of its own where the extension wants one', async () => {
    const value = { deep: [1, { er: 'é\u0000"' }] };
    assert.deepEqual(await client.call('probe.echo', { value }), value);
  });
  it('can be called by an extension through the contract rpc', async () => {
    const answer = await client.call('probe.ask', { contract: 'rpc', method: 'rpc.call', params: { method: 'example.add', params: { left: 1, right: 2 } } });
    assert.equal(answer.result, 3);
  });
});

describe('rpc.discover', () => {
  it('has the methods of contracts and of extensions, each with params and result', async () => {
    const document = await client.call('rpc.discover');
    assert.match(document.openrpc, /^1\./);
    const methods = new Map(document.methods.map((method) => [method.name, method]));
    for (const name of ['device.name', 'device.onNameChanged', 'lifecycle.ready', 'securestorage.get', 'example.add', 'probe.hold']) {
      assert.ok(methods.has(name), name);
    }
    for (const { name, params, result } of document.methods) {
      assert.ok(Array.isArray(params) && result, name);
    }
    assert.equal(methods.size, document.methods.length, 'no method twice');
  });
  it('has no reference that leads nowhere', async () => {
    const document = await client.call('rpc.discover');
    const follow = (value) => {
      if (!value || typeof value !== 'object') return;
      if (typeof value.$ref === 'string') {
        const target = value.$ref.slice(2).split('/').reduce((at, step) => at?.[step], document);
        assert.ok(target, value.$ref);
      }
      Object.values(value).forEach(follow);
    };
    follow(document);
  });
});
