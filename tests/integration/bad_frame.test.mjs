// Frames at fault: the right error for each, and the connection lives on.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client } from './client.mjs';

let platform;
let client;

before(async () => (platform = await Platform.start()));
after(() => platform.stop());
beforeEach(async () => (client = await Client.connect(platform.internalUrl())));
afterEach(() => client.close());

const request = (members) => JSON.stringify({ jsonrpc: '2.0', id: 1, ...members });

async function assert_lives_on() {
  assert.equal(await client.call('example.add', { left: 20, right: 22 }), 42);
}

/** The frame is answered by an error, and the next request by its result. */
async function assert_refused(text, code, id = null, message = /./) {
  const answer = await client.exchange(text);
  assert.deepEqual([answer.jsonrpc, answer.error?.code, answer.id], ['2.0', code, id], JSON.stringify(answer));
  assert.match(answer.error.message, message);
  await assert_lives_on();
  return answer.error;
}

describe('bytes that are not JSON', () => {
  for (const text of ['', ' ', '{', '{"jsonrpc":"2.0",}', 'nonsense', '[1,', '{"a":1}}', '{"a":01}', '{"a":tru}', "{'a':1}", '{"a":"\t"}',
                      '{"jsonrpc":"2.0","id":1,"method":"device.name"} x', '{"a":"\\ud800"}', '\u0000']) {
    it(`are answered with -32700: ${JSON.stringify(text)}`, () => assert_refused(text, -32700));
  }
});

describe('JSON that is not a request', () => {
  for (const text of ['1', '"device.name"', 'null', 'true', '[]', '{}']) {
    it(`is answered with -32600: ${text}`, () => assert_refused(text, -32600));
  }
  const cases = {
    'without "jsonrpc"': { jsonrpc: undefined, method: 'device.name' },
    'of another version': { jsonrpc: '1.0', method: 'device.name' },
    'whose version is a number': { jsonrpc: 2.0, method: 'device.name' },
    'without a method': {},
    'whose method is no string': { method: 7 },
    'whose params are a number': { method: 'device.name', params: 7 },
    'whose params are a string': { method: 'device.name', params: 'x' },
  };
  for (const [what, members] of Object.entries(cases)) {
    it(`is answered with -32600 and its id: ${what}`, () => assert_refused(request(members), -32600, 1, /expected/));
  }
  it('is answered in its place in a batch', async () => {
    const answers = await client.exchange(`[1,${request({ method: 'example.add', params: [1, 2] })},{"foo":1}]`);
    assert.deepEqual(answers.map(({ id, result, error }) => [id, result ?? error.code]).sort(),
      [[null, -32600], [null, -32600], [1, 3]].sort());
    await assert_lives_on();
  });
});

describe('an unknown method', () => {
  it('is answered with -32601 and the nearest known', () =>
    assert_refused(request({ method: 'device.nam' }), -32601, 1, /"device\.nam"; the nearest known is "device\.name"/));
  it('is answered with -32601 when it has no module', () => assert_refused(request({ method: 'x' }), -32601, 1));
  it('is answered with -32601 when it is long', () => assert_refused(request({ method: 'x'.repeat(100_000) }), -32601, 1));
  it('is answered with -32601 when it is for extensions only', () =>
    assert_refused(request({ method: 'local.storage.get', params: { namespace: 'a', key: 'b' } }), -32601, 1));
});

describe('params against the schema', () => {
  const cases = [
    ['of a wrong type', 'device.setName', { value: 7 }, '/value'],
    ['by position', 'device.setName', [7], '/value'],
    ['too many by position', 'device.setName', ['a', 'b'], '/1'],
    ['not one of the words', 'lifecycle.close', { reason: 'boredom' }, '/reason'],
    ['deep inside', 'securestorage.set', { scope: 'device', key: 'a', value: 'b', options: { ttl: 'soon' } }, '/options/ttl'],
    ['in a list', 'localization.setPreferredAudioLanguages', { value: ['eng', 7] }, '/value/1'],
    ['of an extension', 'example.add', { left: 1, right: 'two' }, '/right'],
  ];
  for (const [what, method, params, pointer] of cases) {
    it(`are answered with -32602 and the pointer of the value: ${what}`, async () => {
      const error = await assert_refused(request({ method, params }), -32602, 1);
      assert.equal(error.data?.pointer, pointer, JSON.stringify(error));
      assert.ok(error.message.includes(pointer), error.message);
    });
  }
  it('are answered with -32602 and the name of what is missing', () =>
    assert_refused(request({ method: 'device.setName', params: {} }), -32602, 1, /value/));
});

describe('nesting', () => {
  const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);
  for (const depth of [65, 1_000, 10_000, 100_000]) {
    it(`of ${depth} levels is refused`, async () => {
      const answer = await client.exchange(request({ method: 'example.echo', params: 0 }).replace(':0', `:${nested(depth)}`));
      assert.ok([-32600, -32700].includes(answer.error?.code), JSON.stringify(answer));
      await assert_lives_on();
    });
  }
  it('of objects is refused as well', async () => {
    const answer = await client.exchange(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    assert.ok([-32600, -32700].includes(answer.error?.code), JSON.stringify(answer));
    await assert_lives_on();
  });
  it('that is never closed is refused', () => assert_refused('['.repeat(100_000), -32700));
});

describe('an id', () => {
  for (const id of ['9007199254740993', '-9007199254740993', '1e3', '1.5', '123456789012345678901234567890', 'true', '{}', '[1]', `"${'x'.repeat(1000)}"`]) {
    it(`that no client can match is refused: ${id.slice(0, 32)}`, () =>
      assert_refused(`{"jsonrpc":"2.0","id":${id},"method":"device.name"}`, -32600, null, /id/));
  }
  for (const id of ['9007199254740991', '-9007199254740991', '0', '""', '"a\\"b"', '"\u00e9"', 'null']) {
    it(`comes back as it was sent: ${id}`, async () => {
      const answer = await client.exchange(`{"jsonrpc":"2.0","id":${id},"method":"example.add","params":[1,2]}`);
      assert.deepEqual(answer, { jsonrpc: '2.0', id: JSON.parse(id), result: 3 });
    });
  }
});

describe('a duplicate key', () => {
  it('in the request is refused', () =>
    assert_refused('{"jsonrpc":"2.0","id":1,"method":"device.name","method":"device.id"}', -32600, 1, /duplicate key "method"/));
  it('in the params is refused', () =>
    assert_refused('{"jsonrpc":"2.0","id":1,"method":"device.setName","params":{"value":"a","value":"b"}}', -32600, 1, /duplicate key "value"/));
  it('in another spelling is refused', () =>
    assert_refused('{"jsonrpc":"2.0","id":1,"method":"device.setName","params":{"value":"a","v\\u0061lue":"b"}}', -32600, 1, /duplicate key/));
});

describe('invalid UTF-8', () => {
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    it(`closes its connection with 1007, and no other: ${Buffer.from(bytes).toString('hex')}`, async () => {
      const other = await Client.connect(platform.internalUrl());
      const [begin, end] = request({ method: 'example.echo', params: { text: '|' } }).split('|').map((text) => Buffer.from(text));
      other.socket.send(Buffer.concat([begin, Buffer.from(bytes), end]), { binary: false });
      assert.equal((await other.end()).code, 1007);
      await assert_lives_on();
    });
  }
});

describe('a frame above the limit', () => {
  const limit = 1 << 20;
  it('closes its connection with 1009, and no other', async () => {
    const greedy = await Client.connect(platform.internalUrl());
    greedy.send(' '.repeat(limit + 1));
    assert.equal((await greedy.end()).code, 1009);
    await assert_lives_on();
  });
  it('in fragments closes its connection with 1009, and no other', async () => {
    const greedy = await Client.connect(platform.internalUrl());
    for (let i = 0; i < 5; ++i) greedy.socket.send(' '.repeat(limit / 4), { fin: false });
    assert.equal((await greedy.end()).code, 1009);
    await assert_lives_on();
  });
  it('is read when it is just as long as is allowed', async () => {
    const text = request({ method: 'example.echo', params: { text: '' } });
    const answer = await client.exchange(text.replace('""', `"${'x'.repeat(limit - text.length)}"`));
    assert.equal(answer.result.length, limit - text.length);
  });
});

describe('a frame of bytes', () => {
  it('closes its connection with 1003, and no other', async () => {
    const other = await Client.connect(platform.internalUrl());
    other.socket.send(Buffer.from('{}'), { binary: true });
    assert.equal((await other.end()).code, 1003);
    await assert_lives_on();
  });
});
