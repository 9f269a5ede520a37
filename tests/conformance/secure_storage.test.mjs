// SecureStorage: scopes, lifetimes, and whose values are whose.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform, make_directory } from '../support/platform.mjs';
import { generous, together } from './distributor.mjs';
import { OfficialClient, assert_complete, rejection } from './official_client.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kInvalidParams = -32602;
const kNotPermitted = -40300;
const kScopes = ['device', 'account'];

describe('SecureStorage', () => {
  let platform;
  let refui;
  let alpha;
  let beta;

  before(async () => {
    platform = await Platform.start(together(generous, with_apps('alpha', 'beta')));
    refui = await OfficialClient.open(platform.internalUrl('refui'));
    alpha = await OfficialClient.open(platform.appUrl(await open_session(platform, 'alpha')));
    beta = await OfficialClient.open(platform.appUrl(await open_session(platform, 'beta')));
  });

  after(async () => {
    for (const page of [refui, alpha, beta]) await page?.close();
    await platform?.stop();
  });

  const get = (app, scope, key) => app.core('SecureStorage.get', scope, key);
  const set = (app, scope, key, value, ...options) => app.core('SecureStorage.set', scope, key, value, ...options);
  const remove = (app, scope, key) => app.core('SecureStorage.remove', scope, key);
  const clear = (app, scope) => app.core('SecureStorage.clear', scope);

  for (const scope of kScopes) {
    it(`keeps a value of scope ${scope} until it is removed`, async () => {
      assert.equal(await get(alpha, scope, 'token'), null);
      assert.equal(await set(alpha, scope, 'token', 'VGhpcyBub3QgYSByZWFsIHRva2VuLgo='), null);
      assert.equal(await get(alpha, scope, 'token'), 'VGhpcyBub3QgYSByZWFsIHRva2VuLgo=');
      assert.equal(await set(alpha, scope, 'token', 'another'), null);
      assert.equal(await get(alpha, scope, 'token'), 'another');
      assert.equal(await remove(alpha, scope, 'token'), null);
      assert.equal(await get(alpha, scope, 'token'), null);
    });

    it(`clears all of scope ${scope}, and nothing of the other`, async () => {
      const other = kScopes.find((one) => one !== scope);
      for (const key of ['one', 'two']) await set(alpha, scope, key, key);
      await set(alpha, other, 'one', 'stays');
      await clear(alpha, scope);
      assert.equal(await get(alpha, scope, 'one'), null);
      assert.equal(await get(alpha, scope, 'two'), null);
      assert.equal(await get(alpha, other, 'one'), 'stays');
      await clear(alpha, other);
    });

    it(`does not show or remove a value of scope ${scope} to another app`, async () => {
      await set(alpha, scope, 'shared key', 'of alpha');
      assert.equal(await get(beta, scope, 'shared key'), null);
      await set(beta, scope, 'shared key', 'of beta');
      await clear(beta, scope);
      assert.equal(await get(alpha, scope, 'shared key'), 'of alpha');
      await clear(alpha, scope);
    });

    it(`lets the first-party app set, remove and clear scope ${scope} for an app`, async () => {
      await refui.manage('SecureStorage.setForApp', 'alpha', scope, 'given', 'by refui', { ttl: 600 });
      await refui.manage('SecureStorage.setForApp', 'alpha', scope, 'kept', 'by refui');
      assert.equal(await get(alpha, scope, 'given'), 'by refui');
      assert.equal(await get(refui, scope, 'given'), null);
      await refui.manage('SecureStorage.removeForApp', 'alpha', scope, 'given');
      assert.equal(await get(alpha, scope, 'given'), null);
      assert.equal(await get(alpha, scope, 'kept'), 'by refui');
      await refui.manage('SecureStorage.clearForApp', 'alpha', scope);
      assert.equal(await get(alpha, scope, 'kept'), null);
    });
  }

  it('keeps any text that JSON can carry, as it is', async () => {
    for (const value of ['', ' ', '"quoted" \\ and \n lines', 'żółw 🐢', '{"json":[1]}', 'x'.repeat(60_000)]) {
      await set(alpha, 'device', 'text', value);
      assert.equal(await get(alpha, 'device', 'text'), value);
    }
    await clear(alpha, 'device');
  });

  it('forgets a value when its time has passed, and not before', async () => {
    await set(alpha, 'device', 'long', 'stays', { ttl: 600 });
    await set(alpha, 'device', 'short', 'goes', { ttl: 0.05 });
    const deadline = Date.now() + 30_000;
    while (await get(alpha, 'device', 'short') !== null) {
      assert.ok(Date.now() < deadline, 'a value of 50 ms was still there after 30 s');
    }
    assert.equal(await get(alpha, 'device', 'long'), 'stays');
    await clear(alpha, 'device');
  });

  it('lets a value stay when it is set again without a time', async () => {
    await set(alpha, 'device', 'key', 'goes', { ttl: 0.05 });
    await set(alpha, 'device', 'key', 'stays');
    await set(alpha, 'device', 'witness', 'goes', { ttl: 0.05 });
    while (await get(alpha, 'device', 'witness') !== null);
    assert.equal(await get(alpha, 'device', 'key'), 'stays');
    await clear(alpha, 'device');
  });

  it('takes parameters by position', async () => {
    const client = await Client.connect(platform.internalUrl('refui'));
    assert.equal(await client.call('securestorage.set', ['device', 'position', 'three']), null);
    assert.equal(await client.call('SecureStorage.get', ['device', 'position']), 'three');
    await client.close();
  });

  for (const [what, options] of [['a time of 0', { ttl: 0 }], ['a time that has passed', { ttl: -1 }], ['a time in words', { ttl: 'soon' }]]) {
    it(`refuses ${what}`, async () => {
      const error = await rejection(set(alpha, 'device', 'key', 'value', options));
      assert.equal(error.code, kInvalidParams);
      assert.match(error.message, /\/options\/ttl/);
      assert.equal(await get(alpha, 'device', 'key'), null);
    });
  }

  it('does not let an app reach the values of another by its name', async () => {
    await set(beta, 'device', 'secret', 'of beta');
    for (const [method, ...args] of [['setForApp', 'beta', 'device', 'secret', 'mine'],
      ['removeForApp', 'beta', 'device', 'secret'], ['clearForApp', 'beta', 'device']]) {
      const error = await rejection(alpha.manage(`SecureStorage.${method}`, ...args));
      assert.equal(error.code, kNotPermitted);
    }
    assert.equal(await get(beta, 'device', 'secret'), 'of beta');
    await clear(beta, 'device');
  });

  it('was answered in every method', () => assert_complete('securestorage', [refui, alpha, beta]));
});

describe('SecureStorage over a restart', () => {
  it('keeps what it answered for', async () => {
    const directory = await make_directory();
    try {
      for (const expected of [null, 'stays']) {
        const platform = await Platform.start({ ...generous, directory });
        const app = await OfficialClient.open(platform.internalUrl('refui'));
        assert.equal(await app.core('SecureStorage.get', 'account', 'key'), expected);
        await app.core('SecureStorage.set', 'account', 'key', 'stays');
        await app.close();
        await platform.stop();
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
