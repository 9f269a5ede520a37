// Methods and events that rules carry out, from the gateway to Thunder, HTTP and WebSocket servers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Platform, make_directory } from '../support/platform.mjs';
import { Client, WebSocketServer, ask_until, repeat_until } from './client.mjs';
import { check, run } from './commands.mjs';
import { on_platform } from './on_platform.mjs';
import { Thunder } from './thunder.mjs';

const directories = [];
after(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

async function new_directory() {
  directories.push(await make_directory());
  return directories.at(-1);
}

const kNote = '{namespace: "$context.appId", key: "note"}';

const kRules = {
  imports: ['functions.json'],
  rules: {
    'Device.name': { alias: 'org.rdk.System.getFriendlyName', transform: {
      response: 'if .result.success then .result.friendlyName else {error: {code: -32100, message: "no name"}} end' } },
    'device.setName': { alias: 'org.rdk.System.setFriendlyName', transform: {
      request: '{friendlyName: .value}', response: '$function.null_if_done("name")' } },
    'device.onNameChanged': { alias: 'org.rdk.System.onFriendlyNameChanged', transform: {
      event: '.friendlyName', rpcv2_event: '{friendlyName: $event}' } },
    'device.sku': { alias: 'org.rdk.System.getTerritory', transform: { response: '.result | error("no sku here")' } },
    'localization.setLanguage': { alias: 'static', transform: {
      response: '{error: {code: -32600, message: "set language not supported"}}' } },
    'localization.locality': { alias: 'static', transform: { response: '{code: -32100, message: "nowhere"}' } },
    'acme.note': { alias: 'org.rdk.PersistentStore.1.getValue', transform: { request: kNote, response: '.result.value' } },
    'acme.setNote': { alias: 'org.rdk.PersistentStore.1.setValue', transform: {
      request: `${kNote} + {value: .text}`, response: 'null' } },
    'acme.onNoteChanged': { alias: 'org.rdk.PersistentStore.onValueChanged',
      filter: '.key == "note" and .namespace == $context.appId', transform: { event: '.value' } },
    'acme.summary': { alias: 'workflow', endpoint: 'workflow', sources: [
      { method: 'device.name', namespace: 'name' }, { method: 'example.add', namespace: 'sum', params: '{"left": 20, "right": 22}' },
      { method: 'acme.absent', namespace: 'absent' }],
      transform: { response: '{name: .result.name, sum: .result.sum, failed: (.result.error != null)}' } },
    'acme.onSummaryChanged': { alias: 'org.rdk.System.onFriendlyNameChanged', event_handler: { method: 'acme.summary' } },
    'lamp.*': { alias: 'org.rdk.System.getPowerState', transform: { response: '.result.powerState' } },
    'acme.forecast': { alias: '/forecast', endpoint: 'weather', transform: { response: '.result.sky' } },
    'acme.report': { alias: '/report', endpoint: 'weather', transform: { request: '{sky: .sky}', response: '.result.seen' } },
    'acme.gone': { alias: '/gone', endpoint: 'weather' },
    'acme.price': { alias: 'price', endpoint: 'market', transform: { request: '{of: .of}' } },
    'acme.onTick': { alias: '/ticks', endpoint: 'ticker', transform: { event: '.tick' } },
    'device.make': { alias: 'provided' },
  },
};

/** A rule that needs no server. */
const kNowhere = { rules: { 'localization.locality': kRules.rules['localization.locality'] } };

const kFunctions = { functions: { null_if_done: { params: ['what'],
  body: 'if .result.success then null else {error: {code: -32100, message: ("cannot set " + $what)}} end' } } };

/** Changes of the linux manifests: with the rules of the directory. */
function with_rules(directory, more = {}) {
  return {
    ...more,
    extn: (manifest) => {
      manifest.rules_path = [path.join(directory, 'rules.json')];
      manifest.extns.push({ path: 'librules', symbols: [{
        id: 'ripple:channel:gateway:rules', uses: ['config', 'rpc'], fulfills: ['rules'] }] });
    },
  };
}

async function write_rules(directory, endpoints, rules = kRules) {
  await writeFile(path.join(directory, 'rules.json'), JSON.stringify({ ...rules, endpoints }));
  await writeFile(path.join(directory, 'functions.json'), JSON.stringify(kFunctions));
}

async function start_http() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (request.url === '/forecast') response.end(JSON.stringify({ sky: `${request.method} clear` }));
    else if (request.url === '/report') response.end(JSON.stringify({ seen: `${request.method} ${JSON.parse(body).sky}` }));
    else response.writeHead(410).end('no longer');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function start_sockets(serve) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', serve);
  return server;
}

describe('rules', () => {
  let directory, emulator, http, market, ticker, platform, client;

  before(async () => {
    directory = await new_directory();
    emulator = await Thunder.start_emulated();
    http = await start_http();
    market = await start_sockets((socket) => socket.on('message', (data) => {
      const { id, params } = JSON.parse(data.toString());
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: `${params.of}: 42` }));
    }));
    ticker = await start_sockets((socket) => [1, 2, 3].forEach((tick) => socket.send(JSON.stringify({ tick }))));
    await write_rules(directory, {
      thunder: { protocol: 'thunder', url: emulator.url, jsonrpc: true },
      workflow: { protocol: 'workflow', url: '', jsonrpc: true },
      weather: { protocol: 'http', url: `http://127.0.0.1:${http.address().port}` },
      market: { protocol: 'websocket', url: `ws://127.0.0.1:${market.address().port}`, jsonrpc: true },
      ticker: { protocol: 'websocket', url: `ws://127.0.0.1:${ticker.address().port}`, jsonrpc: false },
    });
    platform = await Platform.start(with_rules(directory));
    client = await Client.connect(platform.internalUrl());
    await ask_until(client, 'device.name', (result) => result !== undefined);
  });
  after(async () => {
    await platform?.stop();
    await emulator?.end();
    for (const server of [http, market, ticker]) server?.close();
    for (const server of [market, ticker]) server?.clients.forEach((socket) => socket.terminate());
    http?.closeAllConnections();
  });

  it('carry a method of a contract out, with its transforms', async () => {
    assert.equal(await client.call('device.setName', { value: 'Kitchen' }), null);
    assert.equal(await client.call('Device.name'), 'Kitchen');
    assert.equal((await emulator.call('org.rdk.System.getFriendlyName')).friendlyName, 'Kitchen');
  });

  it('check params against the schema of the contract first', async () => {
    const { code, data } = await client.failure('device.setName', { value: 5 });
    assert.deepEqual([code, data.pointer], [-32602, '/value']);
  });

  it('answer with the error that they say', async () => {
    assert.deepEqual(await client.failure('localization.setLanguage', { value: 'de' }).then(({ code, message }) => [code, message]),
      [-32600, 'set language not supported']);
  });

  it('name themselves and the reason when a program fails', async () => {
    const { code, message } = await client.failure('device.sku');
    assert.equal(code, -50200);
    assert.match(message, /device\.sku/);
    assert.match(message, /no sku here/);
  });

  it('leave what is provided to its provider', async () => {
    const { error } = await client.ask({ method: 'device.make' });
    assert.notEqual(error?.code, -50200, 'the linux device answers, or says that it does not know');
  });

  it('add methods that no contract has, each app with data of its own', async () => {
    assert.equal(await client.call('acme.setNote', { text: 'milk' }), null);
    assert.equal(await client.call('acme.note'), 'milk');
    assert.equal((await emulator.call('org.rdk.PersistentStore.getValue', { namespace: 'refui', key: 'note' })).value, 'milk');
  });

  it('carry a whole module out', async () => {
    assert.equal(await client.call('lamp.anything'), 'ON');
    assert.equal(await client.call('Lamp.other'), 'ON');
  });

  it('tell both kinds of clients of an event, in the shapes that they say', async () => {
    const v2 = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    const { result } = await client.ask({ id: 'listen', method: 'device.onNameChanged', params: { listen: true } });
    assert.deepEqual(result, { listening: true, event: 'device.onNameChanged' });
    await v2.call('device.onNameChanged', { listen: true });
    const [told, notified] = [client.next(), v2.next()];
    await set_until(told, (n) => `Hall ${n}`);
    assert.match((await told).result, /^Hall \d+$/);
    const { method, params } = await notified;
    assert.equal(method, 'device.onNameChanged');
    assert.match(params.friendlyName, /^Hall \d+$/);
    await client.call('device.onNameChanged', { listen: false });
    await v2.close();
  });

  /** Names the device until the frame has come. */
  const set_until = (frame, name) => repeat_until(frame,
    (n) => emulator.call('org.rdk.System.setFriendlyName', { friendlyName: name(n) }));

  it('pass only the events that their filter lets through', async () => {
    const listener = await Client.connect(platform.internalUrl());
    await listener.call('acme.onNoteChanged', { listen: true });
    const told = await repeat_until(listener.next(), async (n) => {
      await emulator.call('org.rdk.PersistentStore.setValue', { namespace: 'other', key: 'note', value: 'no' });
      await emulator.call('org.rdk.PersistentStore.setValue', { namespace: 'refui', key: 'list', value: 'no' });
      await emulator.call('org.rdk.PersistentStore.setValue', { namespace: 'refui', key: 'note', value: `eggs ${n}` });
    });
    assert.match(told.result, /^eggs \d+$/);
    await listener.close();
  });

  it('make the value of an event by asking another method', async () => {
    const listener = await Client.connect(platform.internalUrl());
    await listener.call('acme.onSummaryChanged', { listen: true });
    const told = listener.next();
    await set_until(told, (n) => `Cellar ${n}`);
    const { result } = await told;
    assert.match(result.name, /^Cellar \d+$/);
    assert.equal(result.sum, 42);
    await listener.close();
  });

  it('collect several methods into one result, and a failed one does not spoil it', async () => {
    await client.call('device.setName', { value: 'Attic' });
    assert.deepEqual(await client.call('acme.summary'), { name: 'Attic', sum: 42, failed: true });
  });

  it('ask an HTTP server', async () => {
    assert.equal(await client.call('acme.forecast', {}), 'GET clear');
    assert.equal(await client.call('acme.report', { sky: 'grey' }), 'POST grey');
    const { message } = await client.failure('acme.gone');
    assert.match(message, /410/);
  });

  it('ask a WebSocket server, and hear what another one says', async () => {
    assert.equal(await client.call('acme.price', { of: 'tea' }), 'tea: 42');
    const listener = await Client.connect(platform.internalUrl());
    await listener.call('acme.onTick', { listen: true });
    for (const tick of [1, 2, 3]) assert.equal((await listener.next()).result, tick);
    await listener.close();
  });

  it('say at once that Thunder is away, and work again when it is back, events too', async () => {
    const listener = await Client.connect(platform.internalUrl());
    await listener.call('device.onNameChanged', { listen: true });
    await emulator.end();
    await ask_until(client, 'device.name', (_, error) => error?.code === -50300);
    assert.equal(await client.call('example.add', { left: 1, right: 2 }), 3);
    await emulator.begin_again();
    await ask_until(client, 'device.name', (result) => result === 'Living Room');
    const told = listener.next();
    await set_until(told, (n) => `Back ${n}`);
    assert.match((await told).result, /^Back \d+$/);
    await listener.close();
  });

  it('answer at the deadline when Thunder does not', async () => {
    const impatient = await Platform.start(with_rules(directory, { device: ({ host }) => (host.timeouts.request = 300) }));
    await on_platform(impatient, async () => {
      const asking = await Client.connect(impatient.internalUrl());
      await ask_until(asking, 'device.name', (result) => result !== undefined);
      await emulator.emulate('fault', { drop_replies: 1 });
      const { code } = await ask_until(asking, 'device.name', (_, error) => error !== undefined);
      assert.equal(code, -50400);
      await emulator.emulate('clear');
    });
  });
});

// What earlier hosts of this kind got wrong, by the numbers of the project's list of weaknesses.
describe('weakness 11: values pasted into programs', () => {
  it('an app whose id is a program is only a name', async () => {
    const directory = await new_directory();
    const emulator = await Thunder.start_emulated();
    await write_rules(directory, { thunder: { protocol: 'thunder', url: emulator.url } }, { rules: {
      'acme.who': { alias: 'static', transform: { response: '{inside: "app $context.appId", outside: $context.appId}' } } } });
    const evil = '"} | halt_error # \\(1+1)';
    await on_platform(Platform.start(with_rules(directory)), async (platform) => {
      const client = await Client.connect(platform.internalUrl(evil));
      assert.deepEqual(await client.call('acme.who'), { inside: `app ${evil}`, outside: evil });
    });
    await emulator.end();
  });
});

describe('weakness 12: errors that count as results', () => {
  it('a rule that makes {code,message} has made an error', async () => {
    const directory = await new_directory();
    await write_rules(directory, {}, kNowhere);
    await on_platform(Platform.start(with_rules(directory)), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      const { code, message } = await client.failure('localization.locality');
      assert.deepEqual([code, message], [-32100, 'nowhere']);
    });
  });
});

describe('weakness 15: brokers that hang, panic, or are passed over', () => {
  const faults = {
    'a program that is no jq': [{ rules: { 'acme.bad': { alias: 'static', transform: { response: 'if . then' } } } }, 70, /acme\.bad/],
    'an endpoint that nobody describes': [{ rules: { 'acme.bad': { alias: 'x', endpoint: 'thundr' } } }, 78, /found "thundr"; did you mean "thunder"\?/],
    'a provided method that nobody provides': [{ rules: { 'acme.bad': { alias: 'provided' } } }, 78, /alias is "provided"/],
    'a rule without an alias': [{ rules: { 'acme.bad': {} } }, 78, /\/rules\/acme\.bad\/alias/],
  };
  for (const [what, [rules, code, pattern]] of Object.entries(faults)) {
    it(`start and check fail for ${what}, and say where`, async () => {
      const directory = await new_directory();
      await writeFile(path.join(directory, 'rules.json'), JSON.stringify(rules));
      for (const end of [await run(with_rules(directory)), await check(with_rules(directory))]) {
        assert.equal(end.code, code, end.stderr);
        assert.match(end.stderr, pattern);
      }
    });
  }

  it('rules without an extension that provides them stop the start', async () => {
    const directory = await new_directory();
    await writeFile(path.join(directory, 'rules.json'), JSON.stringify(kNowhere));
    const end = await check({ extn: (manifest) => (manifest.rules_path = [path.join(directory, 'rules.json')]) });
    assert.equal(end.code, 70);
    assert.match(end.stderr, /rules/);
  });

  it('a filter that gives no bool drops the event, and nothing else', async () => {
    const directory = await new_directory();
    const emulator = await Thunder.start_emulated();
    await write_rules(directory, { thunder: { protocol: 'thunder', url: emulator.url } }, { rules: {
      'acme.onName': { alias: 'org.rdk.System.onFriendlyNameChanged', filter: '.friendlyName',
                       transform: { event: '.friendlyName' } },
      'device.onNameChanged': { alias: 'org.rdk.System.onFriendlyNameChanged', transform: { event: '.friendlyName' } } } });
    await on_platform(Platform.start(with_rules(directory)), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      await client.call('acme.onName', { listen: true });
      await client.call('device.onNameChanged', { listen: true });
      const told = await repeat_until(client.next(),
        (n) => emulator.call('org.rdk.System.setFriendlyName', { friendlyName: `Roof ${n}` }));
      assert.match(told.result, /^Roof \d+$/);
    });
    await emulator.end();
  });
});
