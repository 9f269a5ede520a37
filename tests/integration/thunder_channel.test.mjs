// A distributor's own channel behind Thunder, on the emulator: the sample acme_lightbar, and the channel
// that README.md shows.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform } from '../support/platform.mjs';
import { Client, WebSocket, ask_until } from './client.mjs';
import { on_platform } from './on_platform.mjs';

const sources = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../extensions/examples/acme_lightbar');
const library = path.join(process.env.RIPPLE_BUILD_DIR, 'examples/libacme_lightbar.so');

async function start_emulator(port = 0) {
  const emulator = spawn(process.env.RIPPLE_THUNDER_EMULATOR, ['--port', `${port}`, '--profile', path.join(sources, 'lightbar.json')],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(emulator.stdout), 'line');
  return { emulator, url: JSON.parse(line).url };
}

async function end(emulator) {
  if (emulator.exitCode !== null || emulator.signalCode !== null) return;
  emulator.kill('SIGKILL');
  await once(emulator, 'exit');
}

const channel = (name, path, url) => ({
  extn: (manifest) => manifest.extns.push({
    path,
    symbols: [{ id: `ripple:extn:jsonrpsee:${name}`, uses: [], fulfills: ['json_rpsee'], config: { thunder: url } }],
  }),
});
const lightbar = (url) => channel('acme_lightbar', library, url);
const lamp = (url) => channel('acme_lamp', path.join(process.env.RIPPLE_TEST_LIBRARIES, 'libacme_lamp.so'), url);

describe('a channel behind Thunder', () => {
  it('answers from its plugin and hears its events', async () => {
    const { emulator, url } = await start_emulator();
    try {
      await on_platform(Platform.start(lightbar(url)), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        assert.equal(await ask_until(client, 'lightbar.color', (result) => result !== undefined), 'red');
        assert.equal(await client.call('lightbar.setColor', { value: 'blue' }), null);
        assert.equal(await client.call('lightbar.color'), 'blue');
        // The channel may answer before its registration for the event has reached the server.
        for (let colors = 0; (await client.call('lightbar.changes')) === 0; ++colors) {
          await client.call('lightbar.setColor', { value: `color ${colors}` });
        }
      });
    } finally {
      await end(emulator);
    }
  });

  it('says that it is not available while Thunder is away, lets Main live, and works again after', async () => {
    const { emulator, url } = await start_emulator();
    let second;
    try {
      await on_platform(Platform.start(lightbar(url)), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        await ask_until(client, 'lightbar.color', (result) => result === 'red');
        await end(emulator);
        await ask_until(client, 'lightbar.color', (_, error) => error?.code === -50300);
        assert.equal(await client.call('example.add', [1, 2]), 3);
        second = await start_emulator(new URL(url).port);
        await ask_until(client, 'lightbar.color', (result) => result === 'red');
      });
    } finally {
      await end(emulator);
      if (second) await end(second.emulator);
    }
  });

  it('stops with the platform while a call is under way', async () => {
    const { emulator, url } = await start_emulator();
    try {
      await on_platform(Platform.start(lightbar(url)), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        await ask_until(client, 'lightbar.color', (result) => result === 'red');
        emulator.kill('SIGSTOP');
        const waiting = Array.from({ length: 5 }, () => client.ask({ method: 'lightbar.color' }));
        await client.call('lightbar.changes');
        await platform.stop();
        for (const { error } of await Promise.all(waiting)) assert.ok(error);
      });
    } finally {
      emulator.kill('SIGCONT');
      await end(emulator);
    }
  });
});

describe('the channel that README.md shows', () => {
  it('answers from its plugin, hears its events, and outlives Thunder', async () => {
    const { emulator, url } = await start_emulator();
    let second;
    try {
      await on_platform(Platform.start(lamp(url)), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        await ask_until(client, 'lamp.color', (result) => result === 'red');
        // Thunder drops every request on a link with the subprotocol of the gateway.
        const thunder = new Client(new WebSocket(url, 'notification'));
        await thunder.opened;
        // The channel may answer before its registration for the event has reached the server.
        while ((await client.call('lamp.changes')) === 0) {
          await thunder.call('Lightbar.1.setColor', { value: 'blue' });
        }
        assert.equal(await client.call('lamp.color'), 'blue');
        await end(emulator);
        await ask_until(client, 'lamp.color', (_, error) => error?.code === -50300);
        second = await start_emulator(new URL(url).port);
        await ask_until(client, 'lamp.color', (result) => result === 'red');
      });
    } finally {
      await end(emulator);
      if (second) await end(second.emulator);
    }
  });
});
