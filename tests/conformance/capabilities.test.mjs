// Capabilities: what the platform supports, what is there now, and what this app may do.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { add_probe } from '../integration/probe.mjs';
import { Platform } from '../support/platform.mjs';
import { distributor_of, generous, together } from './distributor.mjs';
import { OfficialClient, assert_complete, rejection } from './official_client.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kInvalidParams = -32602;

const named = (name) => `xrn:firebolt:capability:${name}`;
const kName = named('device:name');
const kModel = named('device:model');
const kKeyboard = named('input:keyboard');

const all_roles = (permitted) => ({ use: { permitted }, manage: { permitted }, provide: { permitted } });

describe('Capabilities', () => {
  let platform;
  let refui;
  let modest;
  let raw;

  before(async () => {
    platform = await Platform.start(together(generous, with_apps('modest'), {
      extn(manifest) {
        add_probe(manifest, { uses: ['caps'] });
        distributor_of(manifest).config.permissions.modest =
          [kName, named('capabilities:info'), named('capabilities:request'), named('device:sku[manage]')];
      },
    }));
    refui = await OfficialClient.open(platform.internalUrl('refui'));
    modest = await OfficialClient.open(platform.appUrl(await open_session(platform, 'modest')));
    raw = await Client.connect(platform.internalUrl('refui'));
  });

  after(async () => {
    await refui?.close();
    await modest?.close();
    await raw?.close();
    await platform?.stop();
  });

  /** As the extension does that serves a capability. */
  const set_available = (capability, available) => raw.call('probe.ask',
    { contract: 'caps', method: 'caps.setAvailable', params: { capability, available } });

  it('answers whether the platform supports a capability', async () => {
    assert.equal(await modest.core('Capabilities.supported', kName), true);
    assert.equal(await modest.core('Capabilities.supported', kModel), true);
    assert.equal(await modest.core('Capabilities.supported', kKeyboard), false);
  });

  it('answers whether this app may use a capability', async () => {
    assert.equal(await modest.core('Capabilities.permitted', kName), true);
    assert.equal(await modest.core('Capabilities.permitted', kModel), false);
    assert.equal(await refui.core('Capabilities.permitted', kModel), true);
    assert.equal(await refui.core('Capabilities.permitted', kKeyboard), false);
  });

  it('answers for the role that is asked for', async () => {
    assert.equal(await modest.core('Capabilities.permitted', kName, { role: 'use' }), true);
    assert.equal(await modest.core('Capabilities.permitted', kName, { role: 'manage' }), false);
    assert.equal(await modest.core('Capabilities.permitted', named('device:sku'), { role: 'manage' }), true);
    assert.equal(await modest.core('Capabilities.permitted', named('device:sku')), false);
  });

  it('answers null for granted where no policy asks for a grant', async () => {
    assert.equal(await refui.core('Capabilities.granted', kName), null);
    assert.equal(await refui.core('Capabilities.granted', kName, { role: 'manage' }), null);
  });

  it('answers all of it as info, in the order of the question', async () => {
    assert.deepEqual(await modest.core('Capabilities.info', [kKeyboard, kName, kModel]), [
      { capability: kKeyboard, supported: false, available: false, ...all_roles(false), details: ['unsupported'] },
      { capability: kName, supported: true, available: true, ...all_roles(false), use: { permitted: true } },
      { capability: kModel, supported: true, available: true, ...all_roles(false), details: ['unpermitted'] },
    ]);
  });

  it('answers a request with what stands already', async () => {
    assert.deepEqual(await modest.core('Capabilities.request', [{ role: 'use', capability: kName }]),
      [{ capability: kName, supported: true, available: true, ...all_roles(false), use: { permitted: true } }]);
    const [model] = await modest.core('Capabilities.request', [{ role: 'manage', capability: kModel }]);
    assert.deepEqual(model.details, ['unpermitted']);
  });

  it('tells that a capability goes and comes', async () => {
    const gone = await modest.listen('Capabilities', 'unavailable', { context: [kName] });
    const there = await modest.listen('Capabilities', 'available', { context: [kName] });
    assert.equal(await modest.core('Capabilities.available', kName), true);

    await set_available(kName, false);
    assert.equal((await gone.next()).available, false);
    assert.equal(await modest.core('Capabilities.available', kName), false);
    const [info] = await modest.core('Capabilities.info', [kName]);
    assert.deepEqual(info.details, ['unavailable']);
    assert.equal(info.available, false);

    await set_available(kName, true);
    assert.equal((await there.next()).available, true);
    assert.equal(await modest.core('Capabilities.available', kName), true);
    await gone.clear();
    await there.clear();
  });

  it('tells only about the capability that the listener named', async () => {
    const gone = await modest.listen('Capabilities', 'unavailable', { context: [kName] });
    await set_available(kModel, false);
    await set_available(kName, false);
    assert.equal((await gone.next()).capability, kName);
    assert.deepEqual(gone.values, []);
    await gone.clear();
    for (const capability of [kModel, kName]) await set_available(capability, true);
  });

  it('refuses a method whose capability is not there', async () => {
    await set_available(kName, false);
    const error = await rejection(refui.core('Device.name'));
    assert.equal(error.code, -50300);
    assert.equal(error.data.capability, kName);
    await set_available(kName, true);
    await refui.core('Device.name');
  });

  it('tells it as a notification to a client of RPCv2', async () => {
    const client = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    await client.listen('capabilities.onUnavailable', { capability: kName });
    await set_available(kName, false);
    const { method, params, id } = await client.next();
    assert.deepEqual({ method, id }, { method: 'capabilities.onUnavailable', id: undefined });
    assert.equal(Object.values(params)[0].capability, kName);
    await set_available(kName, true);
    await client.close();
  });

  for (const event of ['granted', 'revoked']) {
    it(`lets an app listen to ${event}, and stop`, async () => {
      const listening = await modest.listen('Capabilities', event, { context: ['use', kName] });
      await listening.clear();
    });
  }

  for (const capability of ['device:name', 'xrn:firebolt:capability:Device:Name', '', 7]) {
    it(`refuses ${JSON.stringify(capability)} as a capability`, async () => {
      const error = await rejection(refui.core('Capabilities.supported', capability));
      assert.equal(error.code, kInvalidParams);
      assert.match(error.message, /\/capability\b/);
    });
  }

  it('refuses info about nothing', async () => {
    const error = await rejection(refui.core('Capabilities.info', []));
    assert.equal(error.code, kInvalidParams);
    assert.match(error.message, /\/capabilities\b/);
  });

  it('was answered in every method and event', () => {
    // Nobody can carry out a grant yet, so none is ever given or taken.
    assert_complete('capabilities', [refui, modest],
      { besides: ['capabilities.onGranted', 'capabilities.onRevoked'] });
  });
});
