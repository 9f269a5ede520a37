// What was stored survives whatever ends the platform.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Platform, make_directory } from '../support/platform.mjs';
import { Client } from './client.mjs';
import { on_platform } from './on_platform.mjs';

const value_of = (key) => `value of ${key} `.repeat(100);

async function read_back(platform, keys) {
  const client = await Client.connect(platform.internalUrl());
  for (const key of keys) {
    assert.equal(await client.call('securestorage.get', { scope: 'device', key }), value_of(key), key);
  }
}

describe('stored values', () => {
  it('survive a kill -9 in the middle of securestorage.set', async () => {
    const directory = await make_directory();
    const stored = [];
    for (let round = 1; round <= 3; ++round) {
      const platform = await Platform.start({ directory });
      try {
        await read_back(platform, stored);
        const client = await Client.connect(platform.internalUrl());
        const writers = Array.from({ length: 8 }, async (_, writer) => {
          for (let i = 0; ; ++i) {
            const key = `key ${round}.${writer}.${i}`;
            await client.call('securestorage.set', { scope: 'device', key, value: value_of(key) });
            stored.push(key);
            if (stored.length === round * 50) platform.child.kill('SIGKILL');
          }
        });
        for (const { reason } of await Promise.allSettled(writers)) assert.match(reason.message, /the connection ended|not open/);
      } finally {
        await platform.kill();
      }
    }
    await on_platform(Platform.start({ directory }), (platform) => read_back(platform, stored));
    await rm(directory, { recursive: true });
  });

  it('survive a stop and a start, with the name and the settings', async () => {
    const directory = await make_directory();
    await on_platform(Platform.start({ directory }), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      await client.call('securestorage.set', { scope: 'device', key: 'k', value: value_of('k') });
      await client.call('device.setName', { value: 'kitchen' });
      await client.call('localization.setLocality', { value: 'Philadelphia' });
    });
    await on_platform(Platform.start({ directory }), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      await read_back(platform, ['k']);
      assert.equal(await client.call('device.name'), 'kitchen');
      assert.equal(await client.call('localization.locality'), 'Philadelphia');
    });
    await rm(directory, { recursive: true });
  });
});
