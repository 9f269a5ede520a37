// The platform on manifests/thunder, against the emulator; or against the real server that
// THUNDER_URL names, as far as it reports the plugins.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform, run_ripple } from '../support/platform.mjs';
import { Client, ask_until, repeat_until } from './client.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe } from './probe.mjs';
import { Thunder } from './thunder.mjs';

const kManifest = fileURLToPath(new URL('../../manifests/thunder', import.meta.url));
const kNotSupported = -50100;
const kNotAvailable = -50300;
const kDeadlineExceeded = -50400;
const kOfDevice = ['device_info', 'local.storage', 'secure.storage', 'wifi', 'window_manager', 'browser', 'remote_accessory'];

const thunder = await Thunder.start();
const plugins = await thunder.plugins();
after(() => thunder.end());

/** A test that needs plugins of the server, and is skipped where it does not report them. */
const with_plugins = (callsigns, body) => (test) => {
  const missing = callsigns.filter((callsign) => !plugins.has(callsign));
  if (missing.length > 0) return test.skip(`${thunder.url} does not report ${missing.join(', ')}`);
  return body(test);
};

/** A test that drives the server, which only the emulator lets it. */
const with_emulator = (body) => (test) => (thunder.is_emulated ? body(test) : test.skip(`${thunder.url} is not the emulator`));

const start_on = (server, changes = {}) => Platform.start({
  base: 'thunder',
  args: ['--thunder', server.url],
  extn: (manifest) => add_probe(manifest, { uses: kOfDevice }),
  ...changes,
});

const until_there = (client) => ask_until(client, 'device.type', (result) => result !== undefined);
const until_away = (client) => ask_until(client, 'device.type', (_, error) => error?.code === kNotAvailable);

/** Asks a contract that apps do not reach. */
async function ask(client, method, params = {}) {
  const contract = method.slice(0, method.lastIndexOf('.'));
  const { result, error } = await client.call('probe.ask', { contract, method, params });
  assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
  return result;
}

describe('the platform on Thunder', () => {
  let platform;
  let client;

  before(async () => {
    platform = await start_on(thunder);
    client = await Client.connect(platform.internalUrl());
    await until_there(client);
  });

  after(() => platform?.stop());

  it('knows the device from DeviceInfo', with_plugins(['DeviceInfo'], async () => {
    const memory = await ask(client, 'device_info.memory');
    assert.ok(memory.total_kib >= memory.available_kib && memory.available_kib > 0);
    assert.ok(await ask(client, 'device_info.uptime') >= 0);
    const version = await client.call('device.version');
    assert.equal(version.api.major, 1);
    assert.ok(version.firmware.readable.length > 0);
  }));

  for (const property of ['make', 'model', 'sku', 'id']) {
    it(`answers device.${property}, or says who could have known it`, with_plugins(['DeviceInfo'], async () => {
      const { result, error } = await client.ask({ method: `device.${property}` });
      if (!error) return assert.ok(result.length > 0);
      assert.equal(error.code, kNotSupported);
      assert.match(error.message, /is not known: neither .*DeviceInfo/);
    }));
  }

  it('answers what needs no plugin', async () => {
    assert.equal(await client.call('device.type'), 'ipstb');
    assert.equal(await client.call('device.platform'), 'WPE');
  });

  it('changes the name of the device and tells it', with_plugins(['org.rdk.System'], async () => {
    const name = await client.call('device.name');
    const listener = await Client.connect(platform.internalUrl());
    const { id } = await listener.listen('device.onNameChanged');
    await client.call('device.setName', { value: `${name} 2` });
    assert.deepEqual(await listener.next(), { jsonrpc: '2.0', id, result: `${name} 2` });
    await client.call('device.setName', { value: name });
    assert.equal((await listener.next()).result, name);
    await listener.close();
  }));

  it('knows time zone, power and versions', with_plugins(['org.rdk.System'], async () => {
    const zone = await client.call('localization.timeZone');
    assert.ok((await ask(client, 'device_info.timeZones')).includes(zone));
    assert.match(await ask(client, 'device_info.powerState'), /^(on|standby|light_sleep|deep_sleep)$/);
    assert.ok((await ask(client, 'device_info.firmware')).name.length > 0);
  }));

  it('knows the network', with_plugins(['org.rdk.Network'], async () => {
    const { state, type } = await client.call('device.network');
    assert.match(state, /^(dis)?connected$/);
    assert.match(type, /^(wifi|ethernet|hybrid)$/);
    assert.match(await ask(client, 'device_info.internetStatus'), /^(none|limited|captive_portal|full)$/);
  }));

  it('knows display and sound', with_plugins(['org.rdk.DisplaySettings', 'org.rdk.HdcpProfile'], async () => {
    assert.equal(typeof (await client.call('device.hdr')).hdr10, 'boolean');
    assert.equal(typeof (await client.call('device.audio')).stereo, 'boolean');
    assert.equal(typeof (await client.call('device.hdcp'))['hdcp2.2'], 'boolean');
    assert.equal((await client.call('device.screenResolution')).length, 2);
    assert.equal((await client.call('device.videoResolution')).length, 2);
  }));

  it('keeps secrets of apps and values of extensions', with_plugins(['org.rdk.PersistentStore'], async () => {
    await client.call('securestorage.set', { scope: 'device', key: 'test', value: 'żółw 🐢' });
    assert.equal(await client.call('securestorage.get', { scope: 'device', key: 'test' }), 'żółw 🐢');
    await client.call('securestorage.clear', { scope: 'device' });
    assert.equal(await client.call('securestorage.get', { scope: 'device', key: 'test' }), null);
    const place = { namespace: 'ripple-test', key: 'k' };
    assert.equal(await ask(client, 'local.storage.set', { ...place, value: { deep: [1] } }), true);
    assert.deepEqual((await ask(client, 'local.storage.get', place)).value, { deep: [1] });
    assert.deepEqual(await ask(client, 'local.storage.list', { namespace: 'ripple-test' }), ['k']);
    assert.equal(await ask(client, 'local.storage.delete', place), true);
  }));

  it('keeps settings of the platform there', with_plugins(['org.rdk.PersistentStore'], async () => {
    const before = await client.call('localization.countryCode');
    await client.call('localization.setCountryCode', { value: 'PL' });
    assert.equal((await ask(client, 'local.storage.get', { namespace: 'Localization', key: 'countryCode' })).value, 'PL');
    await client.call('localization.setCountryCode', { value: before });
  }));

  it("keeps people's settings in UserSettings, through rules", with_plugins(['org.rdk.UserSettings'], async () => {
    const values = { 'audiodescriptions.enabled': true, 'localization.preferredAudioLanguages': ['deu', 'eng'],
      'voiceguidance.enabled': true, 'voiceguidance.navigationHints': true, 'voiceguidance.rate': 1.5 };
    for (const [method, value] of Object.entries(values)) {
      const before = await client.call(method);
      const [module, property] = method.split('.');
      const setter = `${module}.set${property[0].toUpperCase()}${property.slice(1)}`;
      assert.equal(await client.call(setter, { value }), null);
      assert.deepEqual(await client.call(method), value);
      if (method === 'voiceguidance.rate') {
        const settings = { enabled: true, navigationHints: true, rate: 1.5, speed: 1.5 };
        assert.deepEqual(await client.call('accessibility.voiceGuidanceSettings'), settings);
        assert.deepEqual(await client.call('accessibility.voiceGuidance'), settings);
        assert.deepEqual(await client.call('accessibility.audioDescriptionSettings'), { enabled: true });
      }
      if (!thunder.is_emulated) await client.call(setter, { value: before });
    }
  }));

  it("tells people's settings, through rules", with_emulator(async () => {
    const listener = await Client.connect(platform.internalUrl());
    const { id } = await listener.listen('accessibility.onVoiceGuidanceSettingsChanged');
    const told = await repeat_until(listener.next(), () => client.call('voiceguidance.setEnabled', { value: false }));
    assert.equal(told.id, id);
    assert.equal(told.result.enabled, false);
    await listener.close();
  }));

  it('finds wireless networks', with_plugins(['org.rdk.Wifi'], async () => {
    for (const point of (await client.call('wifi.scan', { timeout: 5 })).list) assert.ok(point.ssid === undefined || point.ssid.length > 0);
  }));

  it('joins a wireless network', with_emulator(async () => {
    const params = { ssid: 'emulated-home', passphrase: 'secret', security: 'wpa2PskAes' };
    assert.equal((await client.call('wifi.connect', params)).ssid, 'emulated-home');
    assert.equal(await client.call('wifi.disconnect'), null);
  }));

  it('launches a browser and manages its window', with_emulator(async () => {
    await ask(client, 'browser.launch', { name: 'HtmlApp-1', uri: 'http://127.0.0.1/' });
    assert.deepEqual(await ask(client, 'window_manager.windows'), ['HtmlApp-1']);
    await ask(client, 'window_manager.setBounds', { client: 'HtmlApp-1', bounds: { x: 1, y: 2, w: 30, h: 40 } });
    await ask(client, 'window_manager.hide', { client: 'HtmlApp-1' });
    assert.deepEqual(await ask(client, 'browser.properties', { name: 'HtmlApp-1' }), { visible: false, bounds: { x: 1, y: 2, w: 30, h: 40 } });
    await ask(client, 'browser.destroy', { name: 'HtmlApp-1' });
    assert.deepEqual(await ask(client, 'window_manager.windows'), []);
  }));

  it('pairs a remote control', with_emulator(async () => {
    assert.equal((await ask(client, 'remote_accessory.pair', { timeout: 30 })).id, 2);
    assert.equal((await ask(client, 'remote_accessory.list')).length, 2);
  }));

  it('tells what the device tells', with_emulator(async () => {
    const listener = await Client.connect(platform.internalUrl());
    await listener.listen('device.onNetworkChanged');
    // The channel may answer before it hears the plugin: until then a change is not told.
    let told = (await repeat_until(listener.next(), (n) => tell_network(thunder, n % 2 === 1))).result;
    const hear = async (connected, value) => {
      await tell_network(thunder, connected);
      do told = (await listener.next()).result; while (told.state !== value.state);
      assert.deepEqual(told, value);
    };
    const up = { state: 'connected', type: 'ethernet' };
    if (told.state === 'disconnected') await hear(true, up);
    await hear(false, { state: 'disconnected', type: 'hybrid' });
    await hear(true, up);
    await listener.close();
  }));

  it('says that the deadline has passed when a plugin is silent', with_emulator(() =>
    on_platform(start_on(thunder, { device: (manifest) => { manifest.host.timeouts.request = 300; } }), async (hasty) => {
      const app = await Client.connect(hasty.internalUrl());
      await until_there(app);
      thunder.emulator.kill('SIGSTOP');
      try {
        assert.equal((await app.ask({ method: 'device.name' })).error.code, kDeadlineExceeded);
        assert.equal(await app.call('probe.echo', { value: 1 }), 1);
      } finally {
        thunder.emulator.kill('SIGCONT');
      }
      await ask_until(app, 'device.name', (result) => result !== undefined);
    })));
});

/** The emulated cable is pulled, or put back, and the plugin tells it. */
async function tell_network(server, connected) {
  await server.emulate('set_values', {
    callsign: 'org.rdk.Network',
    values: {
      interfaces: [
        { interface: 'ETHERNET', macAddress: '02:00:00:00:00:01', enabled: true, connected },
        { interface: 'WIFI', macAddress: '02:00:00:00:00:04', enabled: true, connected: false },
      ],
    },
  });
  await server.emulate('emit', {
    callsign: 'org.rdk.Network',
    event: 'onConnectionStatusChanged',
    params: { interface: 'ETHERNET', status: connected ? 'CONNECTED' : 'DISCONNECTED' },
  });
}

describe('the platform while Thunder comes and goes', { skip: !thunder.is_emulated && 'it ends the server' }, () => {
  const kEvery = ['device.name', 'device.type', 'device.network', 'localization.timeZone', 'wifi.scan'];

  it('starts without Thunder, says that it is not available, and works once Thunder is there', async () => {
    const late = await Thunder.start_away();
    try {
      await on_platform(start_on(late), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        for (const method of kEvery) assert.equal((await client.failure(method)).code, kNotAvailable, method);
        assert.equal((await client.failure('securestorage.get', { scope: 'device', key: 'k' })).code, kNotAvailable);
        assert.equal((await client.failure('privacy.allowWatchHistory')).code, kNotAvailable);
        assert.equal(await client.call('probe.echo', { value: 1 }), 1);
        await late.begin_again();
        await until_there(client);
        assert.equal(await client.call('device.name'), 'Living Room');
        assert.equal(await client.call('privacy.allowWatchHistory'), false);
      });
    } finally {
      await late.end();
    }
  });

  it('lives on when Thunder is killed, and works again, events too, when it is back', async () => {
    const server = await Thunder.start();
    try {
      await on_platform(start_on(server), async (platform) => {
        const { pid } = platform;
        const client = await Client.connect(platform.internalUrl());
        await until_there(client);
        const listener = await Client.connect(platform.internalUrl());
        await listener.listen('device.onNameChanged');
        for (const round of [1, 2]) {
          await client.call('device.setName', { value: `round ${round}` });
          assert.equal((await listener.next()).result, `round ${round}`);
          await server.end();
          await until_away(client);
          for (const method of kEvery) assert.equal((await client.failure(method)).code, kNotAvailable, method);
          assert.equal(await client.call('probe.echo', { value: round }), round);
          await server.begin_again();
          await until_there(client);
          // The name of the device is the emulator's first again, which is told, too.
          assert.equal((await listener.next()).result, 'Living Room');
          assert.equal(await client.call('device.name'), 'Living Room');
        }
        assert.equal(platform.pid, pid);
        assert.equal(platform.child.exitCode, null);
      });
    } finally {
      await server.end();
    }
  });

  it('fails what is under way at once when Thunder is killed', async () => {
    const server = await Thunder.start();
    try {
      await on_platform(start_on(server), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        await until_there(client);
        server.emulator.kill('SIGSTOP');
        const waiting = ['device.name', 'device.make', 'localization.timeZone'].map((method) => client.ask({ method }));
        assert.equal(await client.call('probe.echo', { value: 1 }), 1);
        await server.end();
        for (const { error } of await Promise.all(waiting)) assert.equal(error.code, kNotAvailable);
      });
    } finally {
      await server.end();
    }
  });

  it('hears a plugin again that was restarted', async () => {
    const server = await Thunder.start();
    try {
      await on_platform(start_on(server), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        const listener = await Client.connect(platform.internalUrl());
        await until_there(client);
        await listener.listen('device.onNameChanged');
        await server.emulate('restart_plugin', { callsign: 'org.rdk.System', pause_ms: 5, reason: 'Failure' });
        await ask_until(client, 'device.name', (result) => result === 'Living Room');
        // Whether the channel is registered again shows in the event of somebody else's change.
        const told = await repeat_until(listener.next(),
          (n) => server.call('org.rdk.System.1.setFriendlyName', { friendlyName: `name ${n}` }));
        assert.match(told.result, /^name \d+$/);
      });
    } finally {
      await server.end();
    }
  });
});

describe('--thunder', () => {
  for (const command of ['run', 'check']) {
    it(`of ripple ${command} says how an address is written`, async () => {
      const { code, stderr } = await run_ripple([command, kManifest, '--thunder', 'box:9998']);
      assert.equal(code, 64);
      assert.match(stderr, /--thunder: expected the address of Thunder as ws:\/\/HOST:PORT\/jsonrpc, found "box:9998"/);
    });
  }

  it('of ripple check leaves Thunder alone', async () => {
    const { code, stderr } = await run_ripple(['check', kManifest, '--thunder', 'ws://127.0.0.1:1/jsonrpc', '--extensions', process.env.RIPPLE_EXTENSIONS]);
    assert.equal(code, 0, stderr);
  });
});
