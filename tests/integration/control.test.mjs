// The administrator's socket: each service configured while the platform runs, atomically.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client, refusal } from './client.mjs';
import { ripple } from './commands.mjs';
import { lines_of } from './lines.mjs';
import { add_probe } from './probe.mjs';

let platform;
let client;

before(async () => {
  platform = await Platform.start({ extn: (manifest) => add_probe(manifest) });
  client = await Client.connect(platform.internalUrl());
});
after(() => platform.stop());

const control = (service, frame, ...options) =>
  ripple(['control', service, ...(frame === undefined ? [] : [JSON.stringify(frame)]), '--control-socket', platform.controlSocket, ...options]);

async function configure(service, frame) {
  const { code, stderr } = await control(service, frame);
  assert.equal(code, 0, stderr);
}

async function assert_refused(service, frame, pattern) {
  const { code, stdout, stderr } = await control(service, frame);
  assert.deepEqual([code, stdout], [1, ''], stderr);
  assert.match(stderr, pattern);
}

/** The answer to one line over the socket itself. */
async function exchange(line) {
  const socket = net.connect(platform.controlSocket);
  await once(socket, 'connect');
  socket.write(`${line}\n`);
  const answer = JSON.parse(await lines_of(socket).next());
  socket.destroy();
  return answer;
}

describe('the control socket', () => {
  it("is the owner's alone: mode 0600", async () => {
    const { mode } = await stat(platform.controlSocket);
    assert.equal(mode & 0o777, 0o600);
  });
  for (const line of ['', 'nonsense', '[]', '{}', '{"service":"log"}', '{"service":7,"call":{}}', '{"service":"log","call":{},"configure":{}}', '['.repeat(10_000)]) {
    it(`answers a line that is no frame with an error: ${JSON.stringify(line.slice(0, 50))}`, async () => {
      assert.ok((await exchange(line)).error.code < 0);
    });
  }
  it('says which services there are', () => assert_refused('polisy', {}, /unknown service "polisy"; expected one of log, lookup, policy, session, invocation/));
  it('says so when a service has nothing to configure', () => assert_refused('invocation', {}, /"invocation" does not support configure/));
  it('says so when a service has nothing to be asked for', async () => {
    const { code, stderr } = await control('policy', {}, '--call');
    assert.equal(code, 1);
    assert.match(stderr, /"policy" does not support call/);
  });
  it('that is not there is told with what to do', async () => {
    const { code, stderr } = await ripple(['control', 'log', '{}', '--control-socket', '/nowhere/control.sock']);
    assert.equal(code, 69);
    assert.match(stderr, /start a platform with/);
  });
});

describe('the service log', () => {
  it('takes a level for all and one for a module', async () => {
    await client.call('example.add', [1, 2]);
    assert.doesNotMatch(platform.stderr, /refui example\.add ok/);
    await configure('log', { modules: { gateway: 'debug' } });
    while (!/debug gateway: refui example\.add ok \d+us/.test(platform.stderr)) await client.call('example.add', [1, 2]);
    await configure('log', { modules: { gateway: 'info' } });
  });
  it('writes a line when it is called', async () => {
    const { code } = await control('log', { text: 'the lights go out' }, '--call');
    assert.equal(code, 0);
    while (!platform.stderr.includes('control: the lights go out')) await client.call('example.add', [1, 2]);
  });
  it('changes nothing at an invalid frame', async () => {
    await assert_refused('log', { level: 'debug', modules: { gateway: 'loud' } }, /\/modules\/gateway: expected trace, debug/);
    await assert_refused('log', { level: 'debug', colour: 'red' }, /\/colour: expected "level" or "modules"/);
    const length = platform.stderr.length;
    await client.call('example.add', [1, 2]);
    await control('log', { text: 'afterwards' }, '--call');
    while (!platform.stderr.includes('afterwards')) await client.call('example.add', [1, 2]);
    assert.doesNotMatch(platform.stderr.slice(length), /debug/);
  });
});

describe('the service lookup', () => {
  const look_up = (...keys) => client.call('lookup.get', { table: 'colours', keys });
  it('takes all its data at once', async () => {
    await configure('lookup', { replace: { colours: { sky: 'blue', grass: { rgb: [0, 255, 0] } } } });
    assert.deepEqual(await look_up('sky', 'grass', 'none'), { values: { sky: 'blue', grass: { rgb: [0, 255, 0] } } });
  });
  it('takes its data in chunks, which count from finish on', async () => {
    await configure('lookup', { begin: {} });
    await configure('lookup', { extend: { colours: { sky: 'grey' } } });
    await configure('lookup', { extend: { colours: { sea: 'green' } } });
    assert.deepEqual(await look_up('sky', 'sea'), { values: { sky: 'blue' } });
    await configure('lookup', { finish: {} });
    assert.deepEqual(await look_up('sky', 'sea', 'grass'), { values: { sky: 'grey', sea: 'green' } });
  });
  it('forgets chunks at abort', async () => {
    await configure('lookup', { begin: {} });
    await configure('lookup', { extend: { colours: { sky: 'pink' } } });
    await configure('lookup', { abort: {} });
    assert.deepEqual(await look_up('sky'), { values: { sky: 'grey' } });
  });
  it('changes nothing at an invalid frame', async () => {
    await assert_refused('lookup', { replace: { colours: { sky: 'pink' }, shapes: 7 } }, /\/shapes: expected \{KEY:VALUE\}/);
    await assert_refused('lookup', { extend: { colours: {} } }, /extend without begin/);
    await assert_refused('lookup', { finish: {} }, /finish without begin/);
    await assert_refused('lookup', { replace: {}, begin: {} }, /expected one of replace, begin/);
    assert.deepEqual(await look_up('sky'), { values: { sky: 'grey' } });
  });
  it('can be asked by the administrator, too', async () => {
    const { code, stdout } = await control('lookup', { table: 'colours', keys: ['sea'] }, '--call');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { values: { sea: 'green' } });
  });
  it('has no table that nobody gave it', async () => {
    assert.equal((await client.failure('lookup.get', { table: 'shapes', keys: [] })).code, -40400);
  });
});

describe('the service policy', () => {
  after(() => configure('policy', {}));

  it('limits the rate of a connection, and of no other', async () => {
    await configure('policy', { rate: { requests_per_second: 0.001, burst: 3 } });
    const [greedy, other] = [await Client.connect(platform.internalUrl()), await Client.connect(platform.internalUrl())];
    const answers = [];
    for (let i = 0; i < 5; ++i) answers.push(await greedy.ask({ method: 'example.add', params: [1, 2] }));
    assert.deepEqual(answers.map(({ result, error }) => result ?? error.code), [3, 3, 3, -32051, -32051]);
    assert.equal(await other.call('example.add', [1, 2]), 3);
    await configure('policy', {});
    assert.equal(await greedy.call('example.add', [1, 2]), 3);
  });

  it('limits the rate of one app', async () => {
    await configure('policy', { apps: { hello: { requests_per_second: 0.001, burst: 1 } } });
    const hello = await Client.connect(platform.internalUrl('hello'));
    await hello.ask({ method: 'device.name' });
    assert.equal((await hello.failure('device.name')).code, -32051);
    for (let i = 0; i < 5; ++i) await client.call('device.name');
  });

  it('limits the size of requests and of answers', async () => {
    await configure('policy', { request_bytes: 100, answer_bytes: 1000 });
    assert.equal((await client.failure('probe.echo', { value: 'x'.repeat(100) })).code, -32055);
    assert.equal((await client.failure('probe.large', { bytes: 1000 })).code, -32052);
    assert.equal((await client.call('probe.large', { bytes: 900 })).length, 900);
  });

  it('gives every answer of a method the same size', async () => {
    await configure('policy', { methods: { 'probe.large': { answer_bytes: 600 }, 'probe.echo': { answer_bytes: 600 } } });
    const other = await Client.connect(platform.internalUrl());
    const sizes = [];
    other.socket.on('message', (data) => sizes.push(data.length));
    for (const bytes of [0, 100, 500]) assert.equal((await other.call('probe.large', { bytes })).length, bytes);
    assert.equal((await other.failure('probe.large', { bytes: 10_000 })).code, -32052);
    assert.equal((await other.failure('probe.large', { bytes: 'many' })).code, -32602);
    assert.equal(await other.call('probe.echo', { value: 1 }), 1);
    assert.deepEqual(sizes, [600, 600, 600, 600, 600, 600]);
  });

  it('gives every answer of a method the same time, and cancels what is late', async () => {
    const kMs = 1000;
    await configure('policy', { methods: Object.fromEntries(['probe.wait', 'probe.hold'].map((name) => [name, { answer_ms: kMs }])) });
    const other = await Client.connect(platform.internalUrl());
    const timed = async (method, params) => {
      const begin = performance.now();
      const answer = await other.ask({ method, params });
      assert.ok(performance.now() - begin >= kMs - 1, `${method} was answered before its time`);
      return answer;
    };
    const { cancelled } = await client.call('probe.counts');
    assert.equal((await timed('probe.wait', { ms: 0 })).result, true);
    assert.equal((await timed('probe.wait', { ms: 'soon' })).error.code, -32602);
    assert.equal((await timed('probe.hold')).error.code, -32053);
    while ((await client.call('probe.counts')).cancelled !== cancelled + 1) continue;
  });

  it('changes nothing at an invalid frame', async () => {
    await configure('policy', { answer_bytes: 1000 });
    const cases = [
      [{ rate: { requests_per_second: 0 } }, /\/rate\/requests_per_second: expected a number above 0, found 0/],
      [{ answer_bytes: 10, request_bytes: 'few' }, /\/request_bytes: expected an integer from 1, found "few"/],
      [{ answer_bytes: 10, speed: 1 }, /expected rate, apps, request_bytes, answer_bytes, methods, found "speed"/],
      [{ answer_bytes: 10, methods: { 'device.nmae': {} } }, /unknown method "device\.nmae"; the nearest known is "device\.name"/],
      [{ methods: { 'device.name': { answer_bytes: 5 } } }, /\/methods\/device\.name\/answer_bytes: expected an integer from 512/],
      [[], /expected an object/],
    ];
    for (const [frame, pattern] of cases) await assert_refused('policy', frame, pattern);
    assert.equal((await client.call('probe.large', { bytes: 900 })).length, 900);
    assert.equal((await client.failure('probe.large', { bytes: 2000 })).code, -32052);
  });
});

describe('the service session', () => {
  it('takes sessions for a laboratory, with which an app can connect', async () => {
    assert.equal((await refusal(platform.appUrl('lab-1'))).status, 403);
    await configure('session', { sessions: { 'lab-1': 'hello' } });
    const hello = await Client.connect(platform.appUrl('lab-1'));
    assert.equal(typeof (await hello.call('device.name')), 'string');
  });
  it('changes nothing at an invalid frame', async () => {
    await assert_refused('session', { sessions: { 'lab-2': 'hello', 'lab-1': 'refui' } }, /\/sessions\/lab-1: this session belongs to app "hello"/);
    await assert_refused('session', { sessions: { 'lab-2': 'hello', 'lab-3': 7 } }, /\/sessions\/lab-3: expected the id of an app/);
    await assert_refused('session', { session: {} }, /expected only "sessions"/);
    assert.equal((await refusal(platform.appUrl('lab-2'))).status, 403);
  });
});

describe('the service invocation', () => {
  it('says who carries out a method', async () => {
    const { code, stdout } = await control('invocation', { method: 'device.name' }, '--call');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { method: 'device.name', contract: 'device_info' });
  });
  it('says so when nobody does', async () => {
    const { code, stderr } = await control('invocation', { method: 'no.such' }, '--call');
    assert.equal(code, 1);
    assert.match(stderr, /of a known method/);
  });
});
