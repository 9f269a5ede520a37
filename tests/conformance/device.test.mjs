// Device, as the official clients see it.

import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform } from '../support/platform.mjs';
import { generous, kDefaultValues, silent, together } from './distributor.mjs';
import { OfficialClient, assert_complete } from './official_client.mjs';
import { documents } from './official_documents.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kNotSupported = -50100;

// What only a connected display, or nothing on Linux, can tell.
const kOfDisplay = ['audio', 'hdr'];
const kOfNobody = ['hdcp'];
// Changes that a test cannot bring about without changing the machine.
const kOfMachine = ['hdcp', 'hdr', 'audio', 'screenResolution', 'videoResolution', 'network'];

const event_name = (property) => `on${property[0].toUpperCase()}${property.slice(1)}Changed`;

describe('Device', () => {
  let platform;
  let app;
  let other;
  let silent_platform;
  let app_of_silent;

  before(async () => {
    silent_platform = await Platform.start(silent);
    app_of_silent = await OfficialClient.open(silent_platform.internalUrl('refui'));
    platform = await Platform.start(together(generous, with_apps('alpha')));
    app = await OfficialClient.open(platform.internalUrl('refui'));
    other = await OfficialClient.open(platform.internalUrl('refui'));
  });

  after(async () => {
    await app?.close();
    await other?.close();
    await app_of_silent?.close();
    await platform?.stop();
    await silent_platform?.stop();
  });

  it('speaks the subprotocol that the client asks for', async () => {
    await app.core('Device.id');
    assert.equal(app.protocol, 'jsonrpc');
  });

  for (const property of ['id', 'uid', 'distributor', 'platform', 'type', 'name', 'network']) {
    it(`answers ${property}`, async () => {
      const value = await app.core(`Device.${property}`);
      assert.ok(typeof value === 'object' || value.length > 0, `found ${JSON.stringify(value)}`);
    });
  }

  for (const property of ['make', 'model', 'sku']) {
    it(`answers ${property} from the machine, or from the distributor`, async () => {
      const known_by_machine = await app_of_silent.core(`Device.${property}`).catch(() => undefined);
      assert.equal(await app.core(`Device.${property}`), known_by_machine ?? kDefaultValues.additional_info[property]);
    });
  }

  it('answers the resolutions', async () => {
    for (const property of ['screenResolution', 'videoResolution']) {
      const [width, height] = await app.core(`Device.${property}`);
      assert.ok(width > 0 && height > 0);
    }
  });

  it('answers version, to which the client adds its own', async () => {
    const version = await app.core('Device.version');
    assert.equal(version.api.major, 1);
    assert.equal(typeof version.os.readable, 'string');
    assert.equal(typeof version.sdk.readable, 'string');
    assert.equal(documents.violation('device.version', version), undefined);
  });

  it('says the same identity each time, and another uid to another app', async () => {
    const alpha = await OfficialClient.open(platform.appUrl(await open_session(platform, 'alpha')));
    assert.equal(await alpha.core('Device.id'), await app.core('Device.id'));
    assert.equal(await other.core('Device.uid'), await app.core('Device.uid'));
    assert.notEqual(await alpha.core('Device.uid'), await app.core('Device.uid'));
    await alpha.close();
  });

  for (const property of [...kOfDisplay, ...kOfNobody]) {
    it(`answers ${property}, or says that nobody knows it`, async () => {
      try {
        await app.core(`Device.${property}`);
      } catch (error) {
        assert.equal(error.code, kNotSupported);
        assert.match(error.message, new RegExp(`^device\\.${property} is not known: \\S.+`));
      }
    });
  }

  it('tells every listener about a new name, and answers it', async () => {
    const names = await other.listen('Device', 'nameChanged');
    const old_names = await other.listen('Device', 'deviceNameChanged');
    const own_names = await app.watch('Device.name', { sdk: 'manage' });
    await app.manage('Device.name', 'Kitchen');
    for (const listening of [names, old_names, own_names]) {
      assert.equal(await listening.next(), 'Kitchen');
      await listening.clear();
    }
    assert.equal(await other.core('Device.name'), 'Kitchen');
  });

  it('tells both SDKs of one page, and the other when one has stopped', async () => {
    const names = await app.listen('Device', 'nameChanged', { sdk: 'core' });
    const managed = await app.listen('Device', 'nameChanged', { sdk: 'manage' });
    await app.manage('Device.name', 'Hall');
    assert.equal(await names.next(), 'Hall');
    assert.equal(await managed.next(), 'Hall');
    await names.clear();
    await app.manage('Device.name', 'Porch');
    assert.equal(await managed.next(), 'Porch');
    assert.deepEqual(names.values, []);
    await managed.clear();
  });

  it('tells nothing after clear()', async () => {
    const names = await other.listen('Device', 'nameChanged');
    await names.clear();
    const rest = await other.listen('Device', 'deviceNameChanged');
    await app.manage('Device.name', 'Bedroom');
    assert.equal(await rest.next(), 'Bedroom');
    assert.deepEqual(names.values, []);
    await rest.clear();
  });

  it('tells nothing when the name stays the same', async () => {
    const names = await other.listen('Device', 'nameChanged');
    await app.manage('Device.name', 'Attic');
    await app.manage('Device.name', 'Attic');
    await app.manage('Device.name', 'Cellar');
    assert.equal(await names.next(), 'Attic');
    assert.equal(await names.next(), 'Cellar');
    await names.clear();
  });

  for (const property of kOfMachine) {
    it(`lets an app listen to ${event_name(property)}, and stop`, async () => {
      const listening = await app.watch(`Device.${property}`);
      await listening.clear();
    });
  }

  it('sends the new name as a notification to a client of RPCv2', async () => {
    const client = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    await client.listen('device.onNameChanged');
    await app.manage('Device.name', 'Hall');
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', method: 'device.onNameChanged', params: { name: 'Hall' } });
    await client.close();
  });

  it('sends the new name under the id of the listen request to a raw client', async () => {
    const client = await Client.connect(platform.internalUrl('refui'));
    const { id, ...acknowledgement } = await client.listen('device.onNameChanged');
    assert.deepEqual(acknowledgement, { listening: true, event: 'device.onNameChanged' });
    await app.manage('Device.name', 'Porch');
    assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: 'Porch' });
    assert.deepEqual(await client.call('device.onNameChanged', { listen: false }),
      { listening: false, event: 'device.onNameChanged' });
    await client.close();
  });

  it('takes what it is provisioned with', async () => {
    await app.manage('Device.provision', 'account-7', 'device-7', 'distributor-7');
    assert.equal(await app.core('Device.id'), 'device-7');
    assert.equal(await app.core('Device.distributor'), 'distributor-7');
    assert.equal(await app.core('Account.id'), 'account-7');
  });

  it('was answered in every method and event', () => {
    const known_only_by_machine = [...kOfDisplay, ...kOfNobody].map((property) => `device.${property}`);
    const events = kOfMachine.map((property) => `device.${event_name(property)}`);
    assert_complete('device', [app, other], { besides: [...known_only_by_machine, ...events] });
  });

  it('has the name of the host where the distributor is silent', async () => {
    assert.equal(await app_of_silent.core('Device.name'), hostname());
  });

  for (const property of ['make', 'model', 'sku', 'screenResolution', 'videoResolution']) {
    it(`answers ${property} from the machine, or says who could have known it`, async () => {
      try {
        await app_of_silent.core(`Device.${property}`);
      } catch (error) {
        assert.equal(error.code, kNotSupported);
        assert.match(error.message, new RegExp(`^device\\.${property} is not known: .+default_values`));
      }
    });
  }
});
