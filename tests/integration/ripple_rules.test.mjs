// The example rules of Ripple, written anew from what is known of them, through the gateway on the emulated
// device: each gives what it says.

import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Platform, make_directory } from '../support/platform.mjs';
import { Client, ask_until, repeat_until } from './client.mjs';
import { Thunder } from './thunder.mjs';

const kRulesFile = path.resolve(path.dirname(fileURLToPath(import.meta.url)),
  '../unit/rules/data/ripple.common.rules.json');

// [method, params, result], in the order in which they are asked.
const kResults = [
  ['device.make', {}, 'Emulated'],
  ['device.name', {}, 'Living Room'],
  ['device.setName', { value: 'Kitchen' }, null],
  ['device.name', {}, 'Kitchen'],
  ['device.network', {}, { state: 'connected', type: 'ethernet' }],
  ['device.screenResolution', {}, [1920, 1080]],
  ['device.sku', {}, 'EMULATED'],
  ['advertising.setSkipRestriction', { value: 'adsAll' }, null],
  ['advertising.skipRestriction', {}, 'adsAll'],
  ['localization.countryCode', {}, 'US'],
  ['localization.setCountryCode', { value: 'CA' }, null],
  ['localization.countryCode', {}, 'CA'],
  ['localization.language', {}, 'en'],
  ['localization.setLocale', { value: 'fr-CA' }, null],
  ['localization.locale', {}, 'fr-CA'],
  ['localization.language', {}, 'fr'],
  ['localization.timeZone', {}, 'Europe/Berlin'],
  ['localization.additionalInfo', {}, {}],
  ['localization.setAdditionalInfo', { value: { a: 'b' } }, null],
  ['localization.additionalInfo', {}, { a: 'b' }],
  ['localization.setPreferredAudioLanguages', { value: ['deu', 'fra'] }, null],
  ['localization.preferredAudioLanguages', {}, ['deu', 'fra']],
  ['voiceguidance.enabled', {}, false],
  ['voiceguidance.setEnabled', { value: true }, null],
  ['voiceguidance.enabled', {}, true],
  ['voiceguidance.setSpeed', { value: 1.5 }, null],
  ['voiceguidance.speed', {}, 1.5],
  ['accessibility.voiceGuidance', {}, { enabled: true, speed: 1.5 }],
  ['accessibility.voiceGuidanceSettings', {}, { enabled: true, speed: 1.5 }],
  ['audiodescriptions.enabled', {}, false],
  ['audiodescriptions.setEnabled', { value: true }, null],
  ['audiodescriptions.enabled', {}, true],
];

const kErrors = [
  ['localization.setLanguage', { value: 'de' }, -32600, 'set language not supported'],
];

// [event, plugin's event and its params, value for old clients, params of a notification].
const kEvents = [
  ['device.onNameChanged', 'org.rdk.System', 'onFriendlyNameChanged', { friendlyName: 'Hall' },
    'Hall', { friendlyName: 'Hall' }],
  ['device.onNameChanged', 'org.rdk.System', 'onFriendlyNameChanged', { friendlyName: '' },
    'Living Room', { friendlyName: 'Living Room' }],
  ['device.onNetworkChanged', 'org.rdk.Network', 'onConnectionStatusChanged', { interface: 'WIFI', status: 'CONNECTED' },
    { state: 'connected', type: 'wifi' }, { network: { state: 'connected', type: 'wifi' } }],
  ['device.onScreenResolutionChanged', 'org.rdk.DisplaySettings', 'resolutionChanged', { width: 3840, height: 2160 },
    [3840, 2160], { screenResolution: [3840, 2160] }],
  ['advertising.onSkipRestrictionChanged', 'org.rdk.PersistentStore', 'onValueChanged',
    { namespace: 'Advertising', key: 'skipRestriction', value: '{"value":"none"}' }, 'none', { skipRestriction: 'none' }],
  ['localization.onCountryCodeChanged', 'org.rdk.System', 'onTerritoryChanged', { newTerritory: 'CAN' }, 'CA', { countryCode: 'CA' }],
  ['localization.onLanguageChanged', 'org.rdk.UserSettings', 'onPresentationLanguageChanged', { presentationLanguage: 'es-US' },
    'es', { language: 'es' }],
  ['localization.onLocaleChanged', 'org.rdk.UserSettings', 'onPresentationLanguageChanged', { presentationLanguage: 'es-US' },
    'es-US', { locale: 'es-US' }],
  ['localization.onAdditionalInfoChanged', 'org.rdk.PersistentStore', 'onValueChanged',
    { namespace: 'Localization', key: 'additionalInfo', value: '{"value":{"a":"c"}}' }, { a: 'c' }, { additionalInfo: { a: 'c' } }],
  ['localization.onPreferredAudioLanguagesChanged', 'org.rdk.UserSettings', 'onPreferredAudioLanguagesChanged',
    { preferredLanguages: 'eng,deu' }, ['eng', 'deu'], { preferredAudioLanguages: ['eng', 'deu'] }],
  ['audiodescriptions.onEnabledChanged', 'org.rdk.UserSettings', 'onAudioDescriptionChanged', { enabled: true },
    true, { enabled: true }],
];

// Events whose value another method makes.
const kHandled = [
  ['voiceguidance.onEnabledChanged', 'org.rdk.TextToSpeech', 'onttsstatechanged', { state: true }, true],
  ['voiceguidance.onSpeedChanged', 'org.rdk.TextToSpeech', 'onvoicechanged', { voice: 'x' }, 1.5],
  ['accessibility.onVoiceGuidanceSettingsChanged', 'org.rdk.TextToSpeech', 'onttsstatechanged', { state: true },
    { enabled: true, speed: 1.5 }],
];

describe("Ripple's example rules", () => {
  let directory, emulator, platform, v1, v2;

  before(async () => {
    directory = await make_directory();
    emulator = await Thunder.start_emulated();
    const rules = JSON.parse(await readFile(kRulesFile, 'utf8'));
    rules.endpoints.thunder.url = emulator.url;
    await writeFile(path.join(directory, 'rules.json'), JSON.stringify(rules));
    platform = await Platform.start({
      // Rules are asked for what the linux manifest does not support, too.
      device: (manifest) => manifest.capabilities.supported.push(
        'accessibility:voiceguidance', 'accessibility:audiodescriptions', 'advertising:configuration', 'advertising:identifier'),
      extn: (manifest) => {
        manifest.rules_path = [path.join(directory, 'rules.json')];
        manifest.extns.push({ path: 'librules', symbols: [{
          id: 'ripple:channel:gateway:rules', uses: ['config', 'rpc'], fulfills: ['rules'] }] });
      },
    });
    v1 = await Client.connect(platform.internalUrl());
    v2 = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    await ask_until(v1, 'device.name', (result) => result !== undefined);
  });
  after(async () => {
    await platform?.stop();
    await emulator?.end();
    await rm(directory, { recursive: true, force: true });
  });

  kResults.forEach(([method, params, result], n) => {
    it(`${n}: ${method}(${JSON.stringify(params)}) gives ${JSON.stringify(result)}`, async () => {
      assert.deepEqual(await v1.call(method, params), result);
    });
  });

  for (const [method, params, code, message] of kErrors) {
    it(`${method} gives the error ${code}`, async () => {
      const error = await v1.failure(method, params);
      assert.deepEqual([error.code, error.message], [code, message]);
    });
  }

  /** Emits until both clients were told. */
  async function emit_until_told(event, callsign, name, params) {
    await v1.ask({ id: event, method: event, params: { listen: true } });
    await v2.call(event, { listen: true });
    const told = await repeat_until(Promise.all([v1.next(), v2.next()]),
      () => emulator.emulate('emit', { callsign, event: name, params }));
    await v1.call(event, { listen: false });
    await v2.call(event, { listen: false });
    v1.frames.length = v2.frames.length = 0;
    return told;
  }

  kEvents.forEach(([event, callsign, name, params, value, notification]) => {
    it(`${event} tells ${JSON.stringify(value)}`, async () => {
      const [old, notified] = await emit_until_told(event, callsign, name, params);
      assert.deepEqual(old, { jsonrpc: '2.0', id: event, result: value });
      assert.deepEqual(notified, { jsonrpc: '2.0', method: event, params: notification });
    });
  });

  for (const [event, callsign, name, params, value] of kHandled) {
    it(`${event} tells what its handler says`, async () => {
      const [old] = await emit_until_told(event, callsign, name, params);
      assert.deepEqual(old.result, value);
    });
  }
});
