// A distributor's own channel behind Thunder: the sample acme_lightbar on the emulator.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform } from '../support/platform.mjs';
import { Client } from './client.mjs';
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

const lightbar = (url) => ({
  extn: (manifest) => manifest.extns.push({
    path: library,
    symbols: [{ id: 'ripple:extn:jsonrpsee:acme_lightbar', uses: [], fulfills: ['json_rpsee'], config: { thunder: url } }],
  }),
});

/** Asks until the condition holds; every answer but the last may be an error. */
async function ask_until(client, method, holds) {
  for (;;) {
    const { result, error } = await client.ask({ method });
    if (holds(result, error)) return result;
  }
}

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
