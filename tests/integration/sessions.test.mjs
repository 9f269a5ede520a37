// The application port, whose apps have sessions; and apps that are processes.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Platform, make_directory, within } from '../support/platform.mjs';
import { Client, kDeadlineMs, refusal } from './client.mjs';
import { lines_of } from './lines.mjs';
import { on_platform } from './on_platform.mjs';

const intent = { action: 'home', context: { source: 'device' } };
const session_of = (id) => ({ session: { app: { id }, launch: { intent } } });

/** Opens a session for an app; completed at once, or when its permissions are known. */
async function open_session(refui, app) {
  await refui.listen('lifecyclemanagement.onSessionTransitionCompleted');
  let state = await refui.call('lifecyclemanagement.session', session_of(app));
  if (state.transitionPending) state = (await refui.next()).result;
  assert.equal(state.appId, app);
  return state;
}

/** The linux manifest with the app "guest", permitted what hello is. */
const with_guest = (launch) => ({
  apps: (manifest) => {
    const guest = structuredClone(manifest.default_library.find((app) => app.app_id === 'hello'));
    guest.app_id = 'guest';
    delete guest.manifest.embedded.launch;
    if (launch) guest.manifest.embedded.launch = launch;
    manifest.default_library.push(guest);
  },
  extn: (manifest) => {
    const { permissions } = manifest.extns.find((extn) => extn.path === 'libdistributor_general').symbols[0].config;
    permissions.guest = permissions.hello;
  },
});

describe('the application port', () => {
  let platform;
  let refui;
  before(async () => {
    platform = await Platform.start(with_guest());
    refui = await Client.connect(platform.internalUrl());
  });
  after(() => platform.stop());

  it('refuses who has no session, with a reason', async () => {
    for (const query of ['', '?appId=refui', '?session=', '?session=11111111-1111-4111-8111-111111111111', '?session=%zz']) {
      const refused = await refusal(`ws://127.0.0.1:${platform.appPort}/${query}`);
      assert.ok([400, 403].includes(refused.status), `${query}: ${refused.status}`);
      assert.notEqual(refused.body.trim(), '');
    }
  });

  it('serves the app of a session that a first-party app has opened', async () => {
    const { sessionId } = await open_session(refui, 'guest');
    const guest = await Client.connect(platform.appUrl(sessionId));
    assert.equal(typeof (await guest.call('device.name')), 'string');
    assert.equal((await guest.failure('device.setName', { value: 'mine' })).code, -40300);
    assert.equal((await guest.failure('lifecyclemanagement.session', session_of('hello'))).code, -40300);
    await guest.close();
  });

  it('tells the app of its lifecycle', async () => {
    const { sessionId } = await open_session(refui, 'guest');
    const guest = await Client.connect(platform.appUrl(sessionId));
    await guest.listen('lifecycle.onForeground');
    await guest.listen('lifecycle.onInactive');
    const { id } = await refui.listen('lifecyclemanagement.onRequestReady');
    await guest.call('lifecycle.ready');
    assert.deepEqual(await refui.next(), { jsonrpc: '2.0', id, result: { appId: 'guest' } });
    for (const state of ['inactive', 'foreground']) {
      await refui.call('lifecyclemanagement.setState', { appId: 'guest', state });
      const { state: now } = (await guest.next()).result;
      assert.equal(now, state);
    }
    await guest.close();
  });

  it('knows the session no more when the app has ended', async () => {
    const { sessionId } = await open_session(refui, 'guest');
    const guest = await Client.connect(platform.appUrl(sessionId));
    await guest.listen('lifecycle.onUnloading');
    for (const state of ['inactive', 'unloading']) await refui.call('lifecyclemanagement.setState', { appId: 'guest', state });
    while ((await guest.next()).result?.state !== 'unloading') continue;
    await guest.call('lifecycle.finished');
    await refui.call('device.name');
    assert.equal((await refusal(platform.appUrl(sessionId))).status, 403);
  });
});

describe('an app that is a process', () => {
  it('is started with its session, can connect, and ends with the platform', async () => {
    const directory = await make_directory();
    const server = net.createServer().listen(path.join(directory, 'app.sock'));
    await once(server, 'listening');
    const program = `const socket = require('net').connect(process.env.APP_SOCKET);
      socket.write(process.argv[1] + '\\n');`;
    const launch = {
      command: [process.execPath, '-e', program, '{endpoint}'],
      environment: { APP_SOCKET: path.join(directory, 'app.sock') },
    };
    await on_platform(Platform.start(with_guest(launch)), async (platform) => {
      const refui = await Client.connect(platform.internalUrl());
      const started = once(server, 'connection');
      const { sessionId } = await open_session(refui, 'guest');
      const [process_socket] = await within(started, kDeadlineMs, () => `the app was not started:\n${platform.output()}`);
      const endpoint = await lines_of(process_socket).next();
      assert.ok(endpoint.includes(sessionId), endpoint);
      const guest = await Client.connect(endpoint);
      assert.equal(typeof (await guest.call('device.name')), 'string');
      const gone = once(process_socket, 'close');
      process_socket.resume();
      await platform.stop();
      await within(gone, kDeadlineMs, () => 'the app outlived the platform');
    }).finally(() => server.close());
    await rm(directory, { recursive: true });
  });
});
