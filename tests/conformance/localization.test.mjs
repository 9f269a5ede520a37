// Localization, as the official clients see it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform, make_directory } from '../support/platform.mjs';
import { generous, kDefaultValues, silent, together } from './distributor.mjs';
import { OfficialClient, assert_complete, rejection } from './official_client.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kInvalidParams = -32602;
const kNotAvailable = -50300;
const kNotPermitted = -40300;

const event_of = (property) => `${property}Changed`;

// A value beside the distributor's, for each property that has a setter.
const kNewValues = {
  locality: 'Utrecht',
  postalCode: '3511',
  countryCode: 'NL',
  locale: 'nl-NL',
  language: 'fr',
  preferredAudioLanguages: ['nld', 'eng'],
};

const kFacts = {
  locality: kDefaultValues.locality,
  postalCode: kDefaultValues.postal_code,
  countryCode: 'US',
  language: 'en',
  locale: 'en-US',
  preferredAudioLanguages: kDefaultValues.preferred_audio_languages,
  latlon: kDefaultValues.latlon,
  additionalInfo: kDefaultValues.additional_info,
};

/**
 * A command that shows the platform a copy of /etc, so that a test can set the time zone of the
 * machine without doing so; undefined where the kernel does not let us.
 */
async function own_etc(directory) {
  const mount = (etc) => ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc && exec "$@"', etc];
  const etc = path.join(directory, 'etc');
  await mkdir(etc);
  const [command, ...args] = mount(etc);
  if (spawnSync(command, [...args, 'true']).status !== 0) return undefined;
  for (const name of ['os-release', 'machine-id', 'hostname', 'localtime', 'timezone']) {
    const file = path.join('/etc', name);
    if (existsSync(file)) cpSync(file, path.join(etc, name), { verbatimSymlinks: true });
  }
  return mount(etc);
}

describe('Localization', () => {
  let platform;
  let app;
  let raw;
  let alpha;

  before(async () => {
    // With TZ the time zone is fixed: whatever is tried, the machine keeps its own.
    platform = await Platform.start({ ...together(generous, with_apps('alpha')), env: { TZ: 'Europe/Amsterdam' } });
    app = await OfficialClient.open(platform.internalUrl('refui'));
    raw = await Client.connect(platform.internalUrl('refui', { RPCv2: 'true' }));
    alpha = await OfficialClient.open(platform.appUrl(await open_session(platform, 'alpha')));
  });

  after(async () => {
    await app?.close();
    await alpha?.close();
    await raw?.close();
    await platform?.stop();
  });

  for (const [property, value] of Object.entries(kFacts)) {
    it(`answers ${property} as the distributor says`, async () => {
      assert.deepEqual(await app.core(`Localization.${property}`), value);
    });
  }

  for (const [property, value] of Object.entries(kNewValues)) {
    it(`tells another app about a new ${property}, and answers it`, async () => {
      const listening = await alpha.listen('Localization', event_of(property));
      await app.manage(`Localization.${property}`, value);
      assert.deepEqual(await listening.next(), value);
      await listening.clear();
      assert.deepEqual(await alpha.core(`Localization.${property}`), value);
      assert.deepEqual(await app.manage(`Localization.${property}`), value);
    });

    it(`tells nobody when ${property} is set to what it is`, async () => {
      const [first, second] = [kNewValues[property], kFacts[property]];
      await app.manage(`Localization.${property}`, first);
      const listening = await alpha.watch(`Localization.${property}`);
      await app.manage(`Localization.${property}`, first);
      await app.manage(`Localization.${property}`, second);
      assert.deepEqual(await listening.next(), second);
      await listening.clear();
    });

    it(`notifies a client of RPCv2 about a new ${property}`, async () => {
      const event = `localization.on${property[0].toUpperCase()}${property.slice(1)}Changed`;
      await raw.listen(event);
      await app.manage(`Localization.${property}`, value);
      const { jsonrpc, method, params, id } = await raw.next();
      assert.deepEqual({ jsonrpc, method, id }, { jsonrpc: '2.0', method: event, id: undefined });
      assert.deepEqual(params, { [property]: value });
      await raw.call(event, { listen: false });
      await app.manage(`Localization.${property}`, kFacts[property]);
    });
  }

  it('follows a new locale with language', async () => {
    const languages = await alpha.listen('Localization', 'languageChanged');
    await app.manage('Localization.locale', 'de-DE');
    assert.equal(await languages.next(), 'de');
    assert.equal(await alpha.core('Localization.language'), 'de');
    await languages.clear();
    await app.manage('Localization.locale', 'en-US');
  });

  it('keeps additional info by key', async () => {
    await app.manage('Localization.addAdditionalInfo', 'defaultKey', 'defaultValue');
    await app.manage('Localization.addAdditionalInfo', 'floor', 3);
    await app.manage('Localization.addAdditionalInfo', 'open', true);
    assert.deepEqual(await alpha.core('Localization.additionalInfo'),
      { ...kDefaultValues.additional_info, defaultKey: 'defaultValue', floor: 3, open: true });
    for (const key of ['defaultKey', 'floor', 'open']) await app.manage('Localization.removeAdditionalInfo', key);
    assert.deepEqual(await app.manage('Localization.additionalInfo'), kDefaultValues.additional_info);
  });

  it('takes a value by position, and a module in any case', async () => {
    assert.equal(await raw.call('localization.setLocality', ['Leiden']), null);
    assert.equal(await raw.call('LocaliZation.locality'), 'Leiden');
    assert.equal(await raw.call('Localization.locality', []), 'Leiden');
  });

  for (const [method, value] of [['countryCode', 'usa'], ['countryCode', ''], ['language', 'english'], ['locality', 7],
    ['preferredAudioLanguages', 'eng'], ['preferredAudioLanguages', ['english']]]) {
    it(`refuses ${JSON.stringify(value)} as ${method}, and keeps the old one`, async () => {
      const old = await app.core(`Localization.${method}`);
      const error = await rejection(app.manage(`Localization.${method}`, value));
      assert.equal(error.code, kInvalidParams);
      assert.match(error.message, /#\/value|value/);
      assert.deepEqual(await app.core(`Localization.${method}`), old);
    });
  }

  it('does not let an app without the role set what it may use', async () => {
    const error = await rejection(alpha.manage('Localization.locality', 'Delft'));
    assert.equal(error.code, kNotPermitted);
    assert.deepEqual(error.data, { capability: 'xrn:firebolt:capability:localization:locality' });
  });

  it('answers the time zone that TZ fixes, and does not let it be set', async () => {
    assert.equal(await app.manage('Localization.timeZone'), 'Europe/Amsterdam');
    const error = await rejection(app.manage('Localization.timeZone', 'America/New_York'));
    assert.equal(error.code, kNotPermitted);
    assert.match(error.message, /TZ fixes it to Europe\/Amsterdam/);
  });

  it('refuses a time zone that the machine does not know', async () => {
    const error = await rejection(app.manage('Localization.timeZone', 'Europe/Atlantis'));
    assert.equal(error.code, kInvalidParams);
    assert.match(error.message, /Europe\/Atlantis/);
  });

  it('lets an app listen to onTimeZoneChanged, and stop', async () => {
    const zones = await app.watch('Localization.timeZone', { sdk: 'manage' });
    await zones.clear();
  });

  it('was answered in every method and event', () => {
    // The last two need a machine whose time zone may be set: below.
    assert_complete('localization', [app, alpha],
      { besides: ['localization.setTimeZone', 'localization.onTimeZoneChanged'] });
  });
});

describe('Localization of a machine whose time zone may be set', () => {
  it('tells another app about a new time zone, and answers it', async (t) => {
    const directory = await make_directory();
    try {
      const wrapper = await own_etc(directory);
      if (!wrapper) return t.skip('this test needs the right to unshare its mounts');
      const platform = await Platform.start({ ...generous, wrapper, env: { TZ: '' } });
      const app = await OfficialClient.open(platform.internalUrl('refui'));
      const other = await OfficialClient.open(platform.internalUrl('refui'));
      const zones = await other.watch('Localization.timeZone', { sdk: 'manage' });
      for (const zone of ['America/New_York', 'Europe/Amsterdam']) {
        await app.manage('Localization.timeZone', zone);
        assert.equal(await zones.next(), zone);
        assert.equal(await other.manage('Localization.timeZone'), zone);
      }
      await zones.clear();
      await app.close();
      await other.close();
      await platform.stop();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

describe('Localization of a silent distributor', () => {
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

  for (const property of [...Object.keys(kNewValues), 'latlon']) {
    it(`says that ${property} is not available`, async () => {
      const error = await rejection(app.core(`Localization.${property}`));
      assert.equal(error.code, kNotAvailable);
      assert.equal(error.message, `Localization.${property} is not available`);
    });
  }

  for (const [property, value] of Object.entries(kNewValues)) {
    it(`keeps a ${property} that somebody sets`, async () => {
      await app.manage(`Localization.${property}`, value);
      assert.deepEqual(await app.core(`Localization.${property}`), value);
    });
  }
});
