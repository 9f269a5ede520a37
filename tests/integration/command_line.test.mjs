// `ripple call` and `ripple watch`: what they print and how they end.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform } from '../support/platform.mjs';
import { Client, WebSocketServer } from './client.mjs';
import { ripple } from './commands.mjs';
import { lines_of } from './lines.mjs';
import { on_platform } from './on_platform.mjs';

const kLinux = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../manifests/linux');

let platform;
let url;
before(async () => {
  platform = await Platform.start();
  url = `ws://127.0.0.1:${platform.internalPort}`;
});
after(() => platform.stop());

const call = (...args) => ripple(['call', ...args, '--url', url]);

describe('ripple call', () => {
  it('prints the result and ends with 0', async () => {
    assert.deepEqual(await call('example.add', '{"left":20,"right":22}'), { code: 0, stdout: '42.0\n', stderr: '' });
    assert.deepEqual(await call('example.echo', '["hello"]'), { code: 0, stdout: '"hello"\n', stderr: '' });
  });
  it('answers with the name of this machine', async () => {
    const { code, stdout } = await call('device.name');
    assert.equal(code, 0);
    assert.equal(typeof JSON.parse(stdout), 'string');
  });
  it('prints the whole response on one line with --json', async () => {
    const { code, stdout } = await call('example.echo', '["hello"]', '--json');
    assert.equal(code, 0);
    assert.equal(stdout.trimEnd().split('\n').length, 1);
    assert.equal(JSON.parse(stdout).result, 'hello');
    const failed = await call('no.such', '--json');
    assert.equal(failed.code, 1);
    assert.equal(JSON.parse(failed.stdout).error.code, -32601);
  });
  it('prints an error on stderr and ends with 1', async () => {
    const { code, stdout, stderr } = await call('device.nmae');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^ripple: device\.nmae: error -32601: [^\n]*"device\.name"\n$/);
  });
  it('speaks as the app it is told to', async () => {
    const { code, stderr } = await call('device.name', '--app', 'stranger');
    assert.equal(code, 1);
    assert.match(stderr, /-40300/);
  });
  it('ends with 64 when it is called wrongly', async () => {
    for (const args of [['call'], ['call', 'device.name', '--no-such-option'], ['cal', 'device.name'], []]) {
      const { code, stdout, stderr } = await ripple(args);
      assert.deepEqual([code, stdout], [64, ''], args.join(' '));
      assert.notEqual(stderr, '');
    }
  });
  it('ends with 65 when the params are not JSON', async () => {
    for (const params of ['{', 'hello', '7', '"x"']) {
      const { code, stderr } = await call('example.echo', params);
      assert.equal(code, 65, params);
      assert.match(stderr, /PARAMS/);
    }
  });
  it('ends with 69 when no gateway is there', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    const { code, stderr } = await ripple(['call', 'device.name', '--url', `ws://127.0.0.1:${port}`]);
    assert.equal(code, 69);
    assert.match(stderr, new RegExp(`${port}`));
  });
  it('ends with 69 when the gateway refuses it', async () => {
    const { code, stderr } = await ripple(['call', 'device.name', '--url', `ws://127.0.0.1:${platform.appPort}?session=none`]);
    assert.equal(code, 69);
    assert.match(stderr, /No application session found for none|403/);
  });
  it('ends with 69 when what is there does not speak WebSocket', async () => {
    const silent = net.createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { code, stderr } = await ripple(['call', 'device.name', '--timeout', '500', '--url', `ws://127.0.0.1:${silent.address().port}`]);
    assert.equal(code, 69);
    assert.match(stderr, /within 500 ms; --timeout gives it longer/);
    silent.close();
  });
  it('ends with 75 when the gateway does not answer', async () => {
    const silent = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'jsonrpc' });
    await once(silent, 'listening');
    const { code, stderr } = await ripple(['call', 'device.name', '--timeout', '2000', '--url', `ws://127.0.0.1:${silent.address().port}`]);
    assert.equal(code, 75, stderr);
    assert.match(stderr, /2000 ms/);
    silent.close();
  });
});

describe('ripple watch', () => {
  const watch = (...args) => {
    const child = spawn(process.env.RIPPLE, ['watch', ...args, '--url', url], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.ended = once(child, 'close');
    child.lines = lines_of(child.stdout);
    return child;
  };

  /** Changes the name until the watcher, whose subscription may still be under way, has seen one. */
  async function first_value(watcher, client, prefix) {
    const seen = watcher.lines.next();
    let value;
    seen.then((line) => (value = line), (error) => (value = error));
    for (let i = 0; value === undefined; ++i) await client.call('device.setName', { value: `${prefix} ${i}` });
    return seen;
  }

  it('prints each value on a line and ends with 0 after --count', async () => {
    const client = await Client.connect(platform.internalUrl());
    const watcher = watch('device.onNameChanged', '--count', '2');
    assert.match(await first_value(watcher, client, 'a'), /^"a \d+"$/);
    await client.call('device.setName', { value: 'the last' }).catch(() => undefined);
    assert.match(await watcher.lines.next(), /^".*"$/);
    assert.deepEqual(await watcher.ended, [0, null]);
    await client.close();
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    it(`ends with 0 at ${signal}`, async () => {
      const client = await Client.connect(platform.internalUrl());
      const watcher = watch('device.onNameChanged');
      await first_value(watcher, client, signal);
      watcher.kill(signal);
      assert.deepEqual(await watcher.ended, [0, null]);
      await client.close();
    });
  }
  it('ends with 1 when it is no event, or may not be listened to', async () => {
    for (const [args, code] of [[['no.onSuch'], /-32601/], [['device.onNameChanged', '--app', 'stranger'], /-40300/]]) {
      const ended = await ripple(['watch', ...args, '--url', url]);
      assert.equal(ended.code, 1, ended.stderr);
      assert.match(ended.stderr, code);
    }
  });
  it('ends with 69 when the platform stops', () => on_platform(Platform.start(), async (short) => {
    const watcher = spawn(process.env.RIPPLE, ['watch', 'device.onNameChanged', '--url', `ws://127.0.0.1:${short.internalPort}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(watcher, 'close');
    const client = await Client.connect(short.internalUrl());
    watcher.lines = lines_of(watcher.stdout);
    await first_value(watcher, client, 'short');
    await short.stop();
    assert.deepEqual(await ended, [69, null]);
  }));
});

describe('ripple check', () => {
  it('prints which library provides which contract', async () => {
    const { code, stdout, stderr } = await ripple(['check', kLinux, '--extensions', process.env.RIPPLE_EXTENSIONS]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^CONTRACT +NEED +PROVIDER +LIBRARY$/m);
    assert.match(stdout, /^device_info +mandated +ripple:channel:device:linux +.*libdevice_linux\.so$/m);
    assert.match(stdout, /^config +mandated +ripple:main:\S+ +main$/m);
    assert.doesNotMatch(stdout, /\x1b/, 'colours only on a terminal');
  });
});

describe('ripple version', () => {
  it('names its version and its ABI', async () => {
    const { code, stdout } = await ripple(['version']);
    assert.equal(code, 0);
    assert.match(stdout, /\d+\.\d+\.\d+[^]*ABI 1\.\d+/);
  });
});
