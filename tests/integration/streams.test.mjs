// Methods that stream, through the gateway, with the samples chat and translator.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client } from './client.mjs';

const sample = (name) => path.join(process.env.RIPPLE_BUILD_DIR, 'examples', `lib${name}.so`);
const samples = ['chat', 'translator'];

let platform, dictionaries;

before(async () => {
  dictionaries = await mkdtemp(path.join(tmpdir(), 'dictionaries-'));
  await writeFile(path.join(dictionaries, 'en-fr.txt'), 'hello=bonjour\n');
  platform = await Platform.start({
    device: (manifest) => manifest.capabilities.supported.push(...samples.map((name) => `xrn:firebolt:capability:sample:${name}`)),
    extn: (manifest) => manifest.extns.push(...samples.map((name) => ({
      path: sample(name),
      symbols: [{ id: `ripple:extn:distributor:${name}`, uses: [], fulfills: [name], config: { dictionaries } }],
    }))),
  });
});
after(async () => {
  await platform.stop();
  await rm(dictionaries, { recursive: true });
});

/** Opens a stream; its id. */
async function open(client, method, params) {
  const id = client.next_id++;
  const { result, error } = await client.ask({ id, method, params });
  assert.deepEqual(error, undefined);
  assert.deepEqual(result, { listening: true, event: method });
  return id;
}
const notify = (client, method, params) => client.send({ jsonrpc: '2.0', method, params });
const end = (id, method) => ({ jsonrpc: '2.0', id, result: { listening: false, event: method } });
const message = (name, text) => ({ name, text });

describe('a method that streams', () => {
  it('results: they come under the id of the request, as they are said', async () => {
    const [watcher, speaker] = [await Client.connect(platform.internalUrl()), await Client.connect(platform.internalUrl())];
    const id = await open(watcher, 'chat.watch', { room: 'hall' });
    assert.equal(await speaker.call('chat.post', { room: 'hall', name: 'Ann', text: 'hello' }), 1);
    assert.deepEqual(await watcher.next(), { jsonrpc: '2.0', id, result: message('Ann', 'hello') });
    assert.deepEqual(await watcher.call('chat.watch', { listen: false }), { listening: false, event: 'chat.watch' });
    while ((await speaker.call('chat.post', { room: 'hall', name: 'Ann', text: 'bye' })) !== 0) continue;
    await watcher.close();
    await speaker.close();
  });

  it('items: its one result comes after their end', async () => {
    const client = await Client.connect(platform.internalUrl());
    const id = await open(client, 'chat.dictate', { room: 'study', name: 'Ann' });
    for (let i = 0; i < 100; ++i) notify(client, 'chat.dictate', { stream: id, value: `line ${i}` });
    notify(client, 'chat.dictate', { stream: id, end: true });
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: 100 });
    assert.deepEqual(await client.next(), end(id, 'chat.dictate'));
    await client.close();
  });

  it('both: two clients talk, and one leaves', async () => {
    const [ann, bob] = [await Client.connect(platform.internalUrl()), await Client.connect(platform.internalUrl())];
    const ann_id = await open(ann, 'chat.talk', { room: 'attic', name: 'Ann' });
    const bob_id = await open(bob, 'chat.talk', { room: 'attic', name: 'Bob' });
    // An item with an id is answered.
    assert.equal(await ann.call('chat.talk', { stream: ann_id, value: 'hello Bob' }), null);
    assert.deepEqual(await bob.next(), { jsonrpc: '2.0', id: bob_id, result: message('Ann', 'hello Bob') });
    notify(bob, 'chat.talk', { stream: bob_id, value: 'hello Ann' });
    assert.deepEqual(await ann.next(), { jsonrpc: '2.0', id: ann_id, result: message('Bob', 'hello Ann') });
    notify(ann, 'chat.talk', { stream: ann_id, end: true });
    assert.deepEqual(await ann.next(), end(ann_id, 'chat.talk'));
    await ann.close();
    await bob.close();
  });

  it('results as notifications where RPCv2=true', async () => {
    const [watcher, speaker] = [await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' })), await Client.connect(platform.internalUrl())];
    const id = await open(watcher, 'chat.watch', { room: 'porch' });
    await speaker.call('chat.post', { room: 'porch', name: 'Ann', text: 'hello' });
    assert.deepEqual(await watcher.next(), { jsonrpc: '2.0', method: 'chat.watch', params: { stream: id, value: message('Ann', 'hello') } });
    await watcher.close();
    await speaker.close();
  });

  it('many items: more than there is room for at once', async () => {
    const client = await Client.connect(platform.internalUrl());
    const id = await open(client, 'chat.dictate', { room: 'yard', name: 'Ann' });
    for (let i = 0; i < 250; ++i) notify(client, 'chat.dictate', { stream: id, value: 'x' });
    notify(client, 'chat.dictate', { stream: id, end: true });
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: 250 });
    await client.close();
  });

  it('and is asked wrongly says what is wrong', async () => {
    const client = await Client.connect(platform.internalUrl());
    const wrong = await client.failure('chat.watch', { room: 5 });
    assert.equal(wrong.code, -32602);
    const none = await client.failure('chat.talk', { stream: 'none', value: 'x' });
    assert.equal(none.code, -32602);
    assert.deepEqual(none.data, { pointer: '/stream' });
    await client.close();
  });

  it('ends for the provider when the connection goes', async () => {
    const [watcher, speaker] = [await Client.connect(platform.internalUrl()), await Client.connect(platform.internalUrl())];
    await open(watcher, 'chat.watch', { room: 'gate' });
    watcher.socket.terminate();
    while ((await speaker.call('chat.post', { room: 'gate', name: 'Ann', text: 'anybody?' })) !== 0) continue;
    await speaker.close();
  });
});

describe('the translator', () => {
  it('answers many requests, two at a time', async () => {
    const client = await Client.connect(platform.internalUrl());
    const answers = await Promise.all(Array.from({ length: 50 }, () =>
      client.call('translator.translate', { text: 'hello', from: 'en', to: 'fr' })));
    assert.deepEqual(new Set(answers), new Set(['bonjour']));
    const missing = await client.failure('translator.translate', { text: 'hello', from: 'en', to: 'it' });
    assert.match(missing.message, /en-it\.txt/);
    await client.close();
  });
});
