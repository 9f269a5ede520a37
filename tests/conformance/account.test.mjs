// Account and Authentication: what the distributor knows about who is at the device.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { generous, kAccount, kTokens, silent, together } from './distributor.mjs';
import { OfficialClient, assert_complete, rejection } from './official_client.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kInvalidParams = -32602;
const kNotAvailable = -50300;
const kNotPermitted = -40300;

describe('Account and Authentication', () => {
  let platform;
  let app;
  let alpha;

  before(async () => {
    platform = await Platform.start(together(generous, with_apps('alpha')));
    app = await OfficialClient.open(platform.internalUrl('refui'));
    alpha = await OfficialClient.open(platform.appUrl(await open_session(platform, 'alpha')));
  });

  after(async () => {
    await app?.close();
    await alpha?.close();
    await platform?.stop();
  });

  it('answers the account, which is the same to each app', async () => {
    assert.equal(await app.core('Account.id'), kAccount.id);
    assert.equal(await alpha.core('Account.id'), kAccount.id);
  });

  it('answers the uid of the app that asks', async () => {
    assert.equal(await app.core('Account.uid'), kAccount.uids.refui);
    const error = await rejection(alpha.core('Account.uid'));
    assert.equal(error.code, kNotAvailable);
    assert.match(error.message, /alpha/);
  });

  it('answers the token of the platform', async () => {
    assert.deepEqual(await app.core('Authentication.token', 'platform'), kTokens.platform);
  });

  it('answers the token of the device by its type', async () => {
    const token = await app.core('Authentication.token', 'device');
    assert.equal(token.value, kTokens.device.value);
    assert.equal(token.expires, kTokens.device.expires);
  });

  it('answers the token of the distributor by its type, with options', async () => {
    const token = await app.core('Authentication.token', 'distributor', { clientId: 'xyz' });
    assert.equal(token.value, kTokens.distributor.value);
  });

  for (const [method, token] of [['device', kTokens.device], ['session', kTokens.distributor], ['root', kTokens.root]]) {
    it(`answers ${method}`, async () => {
      assert.equal(await app.core(`Authentication.${method}`), token.value);
    });
  }

  it('refuses a token of another type', async () => {
    const error = await rejection(app.core('Authentication.token', 'admission'));
    assert.equal(error.code, kInvalidParams);
    assert.match(error.message, /type/);
  });

  it('takes a session from who may manage it, and from nobody else', async () => {
    assert.equal(await app.manage('Account.session', 'a-token-of-the-account', 84_000), null);
    const error = await rejection(alpha.manage('Account.session', 'a-token-of-the-account', 84_000));
    assert.equal(error.code, kNotPermitted);
  });

  it('was answered in every method', () => {
    assert_complete('account', [app, alpha]);
    assert_complete('authentication', [app, alpha]);
  });
});

describe('Account and Authentication of a silent distributor', () => {
  let platform;
  let app;

  before(async () => {
    platform = await Platform.start(silent);
    app = await OfficialClient.open(platform.internalUrl('refui'));
  });

  after(async () => {
    await app?.close();
    await platform?.stop();
  });

  for (const [method, ...args] of [['Account.id'], ['Account.uid'], ['Authentication.token', 'platform'],
    ['Authentication.device'], ['Authentication.session'], ['Authentication.root']]) {
    it(`says that ${method} is not available, and who could have known it`, async () => {
      const error = await rejection(app.core(method, ...args));
      assert.equal(error.code, kNotAvailable);
      assert.match(error.message, /is not known: .*the distributor's file/);
    });
  }
});
