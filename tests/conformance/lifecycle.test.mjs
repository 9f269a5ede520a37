// Lifecycle through the official client of an app with a session, and LifecycleManagement, which the
// official clients do not have, through raw JSON-RPC of the first-party app.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform } from '../support/platform.mjs';
import { generous, together } from './distributor.mjs';
import { OfficialClient, assert_complete, rejection } from './official_client.mjs';
import { documents } from './official_documents.mjs';
import { kHomeIntent, open_session, with_apps } from './sessions.mjs';

const kCustom = -32001;
const kInvalidParams = -32602;
const kNoIntent = -40000;
const kNotPermitted = -40300;
const kNotSupported = -50100;

const kEvents = ['onRequestLaunch', 'onRequestReady', 'onRequestClose', 'onRequestFinished',
  'onSessionTransitionCompleted', 'onSessionTransitionCanceled'];

// Each test has an app of its own, so that none depends on what another left behind.
const kApps = Array.from({ length: 16 }, (_, index) => `app-${index}`);

describe('Lifecycle', () => {
  let platform;
  let refui;
  const free_apps = [...kApps];
  const pages = [];

  before(async () => {
    platform = await Platform.start(together(generous, with_apps(...kApps), {
      device(manifest) { manifest.lifecycle.maxLoadedApps = kApps.length; },
    }));
    refui = await Client.connect(platform.internalUrl('refui'));
  });

  after(async () => {
    for (const page of pages) await page.close();
    await refui?.close();
    await platform?.stop();
  });

  async function open_app() {
    const id = free_apps.shift();
    const url = platform.appUrl(await open_session(platform, id));
    const page = await OfficialClient.open(url);
    pages.push(page);
    return { id, url, page };
  }

  const set_state = (app, state) => refui.call('lifecyclemanagement.setState', { appId: app.id, state });

  async function state_of(app) {
    const client = await Client.connect(app.url);
    const state = await client.call('lifecycle.state');
    await client.close();
    assert.equal(documents.violation('lifecycle.state', state), undefined);
    return state;
  }

  /** The next value of an event of LifecycleManagement that is about `app`, after `action`. */
  async function announcement(event, app, action) {
    const manager = await Client.connect(platform.internalUrl('refui'));
    await manager.listen(`lifecyclemanagement.${event}`);
    await action();
    for (;;) {
      const { result } = await manager.next();
      if (result.appId !== app.id) continue;
      await manager.close();
      return result;
    }
  }

  it('begins with initializing, for the client and for the platform', async () => {
    const app = await open_app();
    assert.equal(await app.page.local('Lifecycle.state'), 'initializing');
    assert.equal(await state_of(app), 'initializing');
  });

  it('tells the first-party app that an app is ready', async () => {
    const app = await open_app();
    const announced = await announcement('onRequestReady', app, () => app.page.core('Lifecycle.ready'));
    assert.deepEqual(announced, { appId: app.id });
    assert.equal(await state_of(app), 'initializing');
  });

  it('answers the metrics.ready that follows, which nobody serves, with a capability error', async () => {
    const app = await open_app();
    await app.page.core('Lifecycle.ready');
    await app.page.until(() => app.page.unhandled.length > 0, 'metrics.ready was not answered');
    const [error] = app.page.unhandled;
    assert.equal(error.code, kNotSupported);
    assert.ok(error.data.capability.startsWith('xrn:firebolt:capability:metrics'), error.data.capability);
  });

  it('refuses a second ready, and leaves the state', async () => {
    const app = await open_app();
    await app.page.core('Lifecycle.ready');
    await set_state(app, 'inactive');
    const error = await rejection(app.page.core('Lifecycle.ready'));
    assert.equal(error.code, kCustom);
    assert.match(error.message, /lifecycle\.ready is for an app that is initializing/);
    assert.equal(await state_of(app), 'inactive');
  });

  it('tells an app each change of its state, in order', async () => {
    const app = await open_app();
    await app.page.core('Lifecycle.ready');
    let previous = 'initializing';
    for (const state of ['inactive', 'foreground', 'background', 'inactive', 'suspended', 'inactive', 'unloading']) {
      const changes = await app.page.listen('Lifecycle', state);
      await set_state(app, state);
      assert.deepEqual(await changes.next(), { state, previous });
      assert.equal(await app.page.local('Lifecycle.state'), state);
      assert.equal(await state_of(app), state);
      previous = state;
    }
  });

  it('tells each change to a listener of all events', async () => {
    const app = await open_app();
    const changes = await app.page.listen('Lifecycle', '*');
    await set_state(app, 'inactive');
    assert.equal(await changes.next(), 'inactive');
    await set_state(app, 'foreground');
    assert.equal(await changes.next(), 'foreground');
  });

  it('tells a change to nobody but the app', async () => {
    const [app, other] = [await open_app(), await open_app()];
    const changes = await other.page.listen('Lifecycle', 'inactive');
    await set_state(app, 'inactive');
    await set_state(other, 'inactive');
    assert.deepEqual(await changes.next(), { state: 'inactive', previous: 'initializing' });
    assert.deepEqual(changes.values, []);
    assert.equal(await state_of(app), 'inactive');
  });

  it('tells a change to an app of RPCv2 as a notification', async () => {
    const app = await open_app();
    const client = await Client.connect(`${app.url}&RPCv2=true`);
    await client.listen('lifecycle.onInactive');
    await set_state(app, 'inactive');
    const { method, params, id } = await client.next();
    assert.deepEqual({ method, id }, { method: 'lifecycle.onInactive', id: undefined });
    assert.deepEqual(Object.values(params), [{ state: 'inactive', previous: 'initializing' }]);
    await client.close();
  });

  it('refuses a change that Firebolt does not have, and leaves the state', async () => {
    const app = await open_app();
    await set_state(app, 'inactive');
    await set_state(app, 'foreground');
    const error = await refui.failure('lifecyclemanagement.setState', { appId: app.id, state: 'suspended' });
    assert.equal(error.code, kCustom);
    assert.match(error.message, /foreground cannot become suspended; allowed: /);
    assert.equal(await state_of(app), 'foreground');
  });

  it('tells the first-party app why an app wants to close', async () => {
    const app = await open_app();
    await app.page.core('Lifecycle.ready');
    for (const reason of ['remoteButton', 'userExit', 'done', 'error']) {
      const announced = await announcement('onRequestClose', app, () => app.page.core('Lifecycle.close', reason));
      assert.deepEqual(announced, { appId: app.id, reason });
    }
  });

  for (const reason of ['because', 7, undefined]) {
    it(`refuses ${JSON.stringify(reason)} as a reason to close`, async () => {
      const app = await open_app();
      const error = await rejection(app.page.core('Lifecycle.close', reason));
      assert.equal(error.code, kInvalidParams);
      assert.match(error.message, /reason/);
    });
  }

  it('lets an app finish when it is unloading, and only then', async () => {
    const app = await open_app();
    const client = await Client.connect(app.url);
    const error = await client.failure('lifecycle.finished');
    assert.equal(error.code, kCustom);
    assert.match(error.message, /Cannot call finished/);
    await client.close();

    await app.page.core('Lifecycle.ready');
    await set_state(app, 'inactive');
    const unloading = await app.page.listen('Lifecycle', 'unloading');
    await set_state(app, 'unloading');
    await unloading.next();
    const announced = await announcement('onRequestFinished', app, () => app.page.core('Lifecycle.finished'));
    assert.deepEqual(announced, { appId: app.id });
  });

  it('was answered in every method and event', () => {
    // The client answers state by itself; the tests asked the platform for it through raw JSON-RPC.
    assert_complete('lifecycle', pages, { besides: ['lifecycle.state'] });
  });
});

describe('LifecycleManagement', () => {
  let platform;
  let refui;

  before(async () => {
    platform = await Platform.start(together(generous, with_apps('alpha')));
    refui = await Client.connect(platform.internalUrl('refui'));
  });

  after(async () => {
    await refui?.close();
    await platform?.stop();
  });

  for (const event of kEvents) {
    it(`lets the first-party app listen to ${event}, and stop`, async () => {
      const name = `lifecyclemanagement.${event}`;
      assert.deepEqual(await refui.call(name, { listen: true }), { listening: true, event: name });
      assert.deepEqual(await refui.call(name, { listen: false }), { listening: false, event: name });
    });
  }

  it('refuses a new session without an intent', async () => {
    const error = await refui.failure('lifecyclemanagement.session', { session: { app: { id: 'alpha' } } });
    assert.equal(error.code, kNoIntent);
  });

  it('keeps the session of an app that has one', async () => {
    const session = await open_session(platform, 'alpha');
    assert.equal(await open_session(platform, 'alpha'), session);
  });

  it('is not for an app on the app port', async () => {
    const app = await Client.connect(platform.appUrl(await open_session(platform, 'alpha')));
    const error = await app.failure('lifecyclemanagement.setState', { appId: 'alpha', state: 'foreground' });
    assert.equal(error.code, kNotPermitted);
    await app.close();
  });

  it('refuses a state that Firebolt does not have', async () => {
    const error = await refui.failure('lifecyclemanagement.setState', { appId: 'alpha', state: 'asleep' });
    assert.equal(error.code, kInvalidParams);
    assert.match(error.message, /\/state\b/);
  });
});
