// How the process ends: cleanly, whatever goes on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform, make_directory, write_manifests } from '../support/platform.mjs';
import { Client } from './client.mjs';
import { ripple } from './commands.mjs';
import { lines_of } from './lines.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe } from './probe.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const with_probe = { extn: (manifest) => add_probe(manifest) };

for (const signal of ['SIGTERM', 'SIGINT']) {
  describe(`${signal}`, () => {
    it('closes every connection with 1001 and ends with 0', () =>
      on_platform(Platform.start(), async (platform) => {
        const clients = await Promise.all(Array.from({ length: 20 }, () => Client.connect(platform.internalUrl())));
        await platform.stop(signal);
        for (const client of clients) assert.equal((await client.end()).code, 1001);
      }));

    it('answers the requests in flight before it closes', () =>
      on_platform(Platform.start(with_probe), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        const waiting = Array.from({ length: 5 }, () => client.ask({ method: 'probe.hold' }));
        while ((await client.call('probe.counts')).held !== 5) continue;
        await platform.stop(signal);
        for (const { error } of await Promise.all(waiting)) {
          assert.equal(error.code, -32054);
          assert.match(error.message, /stopping/);
        }
        assert.equal((await client.end()).code, 1001);
      }));

    it('ends a start that has not come to its end', async () => {
      const home = await make_directory();
      await write_manifests(home, {
        extn: (manifest) => { manifest.timeout = 60_000; add_probe(manifest, { channel: { never_ready: true } }); },
      });
      const child = spawn(process.env.RIPPLE, ['run', home, '--app-port', '0', '--internal-port', '0', '--saved-dir', path.join(home, 'state'),
        '--control-socket', path.join(home, 'control.sock'), '--extensions', process.env.RIPPLE_EXTENSIONS, '--log-level', 'debug']);
      const closed = once(child, 'close');
      const lines = lines_of(child.stderr);
      try {
        while (!(await lines.next()).includes('StartBuiltinChannels took')) continue;
      } finally {
        child.kill(signal);
      }
      assert.deepEqual(await closed, [0, null]);
      await rm(home, { recursive: true });
    });
  });
}

describe('the end of the platform', () => {
  it('does not wait for a client that does not answer the close', () =>
    on_platform(Platform.start(), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      client.socket.pause();
      await platform.stop();
      client.socket.terminate();
    }));

  it('does not wait for a socket that says nothing', () =>
    on_platform(Platform.start(), async (platform) => {
      const socket = net.connect(platform.internalPort, '127.0.0.1').on('error', () => undefined);
      await once(socket, 'connect');
      await platform.stop();
      socket.destroy();
    }));

  it('leaves a channel behind that will not stop, says so, and is clean all the same', () =>
    on_platform(Platform.start(with_probe), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      const blocked = client.ask({ method: 'probe.block' });
      while (!platform.stderr.includes('probe.block blocks')) await once(platform.child.stderr, 'data');
      assert.equal(await client.call('example.add', [1, 2]), 3);
      await platform.stop();
      assert.equal((await blocked).error.code, -32054);
      assert.equal((await client.end()).code, 1001);
      assert.match(platform.stderr, /ripple:extn:jsonrpsee:probe did not stop within \d+ ms \(host\.timeouts\.stop\); it is left behind/);
    }));

  it('comes at once when a channel fails while it starts, and leaves nobody behind', () =>
    assert.rejects(
      Platform.start({ extn: (manifest) => (manifest.extns[1].symbols[0].config = { permisions: {} }) }),
      ({ message }) => {
        assert.match(message, /"code":70/);
        assert.match(message, /unknown member "permisions"; did you mean "permissions"\?/);
        assert.doesNotMatch(message, /did not stop/);
        return true;
      }));

  it('removes its control socket', async () => {
    const directory = await make_directory();
    await on_platform(Platform.start({ directory }), async (platform) => {
      assert.ok(existsSync(platform.controlSocket));
      await platform.stop();
      assert.ok(!existsSync(platform.controlSocket));
    });
    await rm(directory, { recursive: true });
  });

  it('does not come from a signal that only interrupts', () =>
    on_platform(Platform.start(), async (platform) => {
      platform.child.kill('SIGPIPE');
      const client = await Client.connect(platform.internalUrl());
      assert.equal(await client.call('example.add', [1, 2]), 3);
    }));
});

describe('a second platform', () => {
  const run = (home, ...ports) => ripple(['run', home, ...ports, '--extensions', process.env.RIPPLE_EXTENSIONS, '--log-level', 'off']);

  it('on a port that is taken ends with 70 and says what to do', () =>
    on_platform(Platform.start(), async (platform) => {
      const { code, stderr } = await run(path.join(platform.home, 'manifest'), '--app-port', `${platform.appPort}`, '--internal-port', '0',
        '--saved-dir', path.join(platform.home, 'other'), '--control-socket', path.join(platform.home, 'other.sock'));
      assert.equal(code, 70);
      assert.match(stderr, new RegExp(`^ripple: cannot listen on 127\\.0\\.0\\.1:${platform.appPort}: the port is in use;.*\\n$`));
    }));

  it('on a control socket that is in use ends with 70 and leaves the first one its socket', () =>
    on_platform(Platform.start(), async (platform) => {
      const { code, stderr } = await run(path.join(platform.home, 'manifest'), '--app-port', '0', '--internal-port', '0',
        '--saved-dir', path.join(platform.home, 'other'), '--control-socket', platform.controlSocket);
      assert.equal(code, 70);
      assert.match(stderr, /another ripple listens there/);
      assert.equal((await ripple(['control', 'log', '--control-socket', platform.controlSocket, '{"level":"info"}'])).code, 0);
    }));
});

describe('a service manager', () => {
  it('is told READY=1 when apps can connect, and STOPPING=1 at the end', async () => {
    const directory = await make_directory();
    const address = path.join(directory, 'notify.sock');
    const receiver = spawn('python3', [path.join(here, 'notify_socket.py'), address], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told = lines_of(receiver.stdout);
    assert.equal(await told.next(), 'bound');
    await on_platform(Platform.start({ env: { NOTIFY_SOCKET: address } }), async (platform) => {
      assert.equal(await told.next(), 'READY=1');
      const client = await Client.connect(platform.internalUrl());
      assert.equal(await client.call('example.add', [1, 2]), 3);
      await platform.stop();
      assert.equal(await told.next(), 'STOPPING=1');
    }).finally(() => receiver.kill());
    await rm(directory, { recursive: true });
  });

  it('that cannot be reached is a warning', () =>
    on_platform(Platform.start({ env: { NOTIFY_SOCKET: '/nowhere/notify.sock' } }), async (platform) => {
      await platform.stop();
      assert.match(platform.stderr, /the service manager could not be told: \$NOTIFY_SOCKET cannot be reached/);
    }));
});
