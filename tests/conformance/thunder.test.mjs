// The official clients on manifests/thunder, with an emulated device.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Thunder } from '../integration/thunder.mjs';
import { Platform } from '../support/platform.mjs';
import { generous } from './distributor.mjs';
import { OfficialClient, assert_complete } from './official_client.mjs';
import { documents } from './official_documents.mjs';

const kProperties = ['id', 'uid', 'distributor', 'platform', 'type', 'make', 'model', 'sku', 'version', 'hdcp', 'hdr', 'audio',
  'screenResolution', 'videoResolution', 'name', 'network'];
// Changes of the device that the emulator does not bring about by itself.
const kOfDevice = ['hdcp', 'hdr', 'audio', 'screenResolution', 'videoResolution', 'network'];

const event_name = (property) => `on${property[0].toUpperCase()}${property.slice(1)}Changed`;

describe('the official clients on Thunder', () => {
  let thunder;
  let platform;
  let app;
  let other;

  before(async () => {
    thunder = await Thunder.start();
    platform = await Platform.start({ ...generous, base: 'thunder', args: ['--thunder', thunder.url] });
    app = await OfficialClient.open(platform.internalUrl('refui'));
    other = await OfficialClient.open(platform.internalUrl('refui'));
    while (await app.core('Device.type').catch(() => undefined) === undefined);
  });

  after(async () => {
    await app?.close();
    await other?.close();
    await platform?.stop();
    await thunder?.end();
  });

  for (const property of kProperties) {
    it(`answers Device.${property} as the official document has it`, async () => {
      const value = await app.core(`Device.${property}`);
      assert.equal(documents.violation(`device.${property}`, value), undefined);
    });
  }

  it('tells every listener about a new name, and answers it', async () => {
    const names = await other.listen('Device', 'nameChanged');
    const old_names = await other.listen('Device', 'deviceNameChanged');
    await app.manage('Device.name', 'Kitchen');
    for (const listening of [names, old_names]) {
      assert.equal(await listening.next(), 'Kitchen');
      await listening.clear();
    }
    assert.equal(await other.core('Device.name'), 'Kitchen');
  });

  for (const property of kOfDevice) {
    it(`lets an app listen to ${event_name(property)}, and stop`, async () => {
      const listening = await app.watch(`Device.${property}`);
      await listening.clear();
    });
  }

  it('takes what it is provisioned with', async () => {
    await app.manage('Device.provision', 'account-7', 'device-7', 'distributor-7');
    assert.equal(await app.core('Device.id'), 'device-7');
    assert.equal(await app.core('Device.distributor'), 'distributor-7');
    assert.equal(await app.core('Account.id'), 'account-7');
  });

  it('keeps secrets in scopes', async () => {
    for (const scope of ['device', 'account']) {
      await app.core('SecureStorage.set', scope, 'token', `of ${scope}`);
    }
    assert.equal(await app.core('SecureStorage.get', 'device', 'token'), 'of device');
    await app.core('SecureStorage.clear', 'device');
    assert.equal(await app.core('SecureStorage.get', 'device', 'token'), null);
    assert.equal(await app.core('SecureStorage.get', 'account', 'token'), 'of account');
  });

  it('was answered in every method of Device', () =>
    assert_complete('device', [app, other], { besides: kOfDevice.map((property) => `device.${event_name(property)}`) }));
});
