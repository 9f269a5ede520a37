// Parameters: what an app is started with.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../integration/client.mjs';
import { Platform } from '../support/platform.mjs';
import { generous, together } from './distributor.mjs';
import { OfficialClient, assert_complete } from './official_client.mjs';
import { open_session, with_apps } from './sessions.mjs';

const kSearch = { action: 'search', data: { query: 'a quiet film' }, context: { source: 'voice' } };

describe('Parameters', () => {
  let platform;
  let refui;
  const pages = [];

  before(async () => {
    platform = await Platform.start(together(generous, with_apps('alpha', 'beta', 'gamma')));
    refui = await Client.connect(platform.internalUrl('refui'));
  });

  after(async () => {
    for (const page of pages) await page.close();
    await refui?.close();
    await platform?.stop();
  });

  async function open_app(app_id, launch) {
    const page = await OfficialClient.open(platform.appUrl(await open_session(platform, app_id, launch)));
    pages.push(page);
    return page;
  }

  it('has the intent that the app was launched with', async () => {
    const app = await open_app('alpha', { intent: kSearch });
    const { discovery, lmt } = await app.core('Parameters.initialization');
    assert.deepEqual(discovery, { navigateTo: kSearch });
    assert.equal(lmt, 1, 'advertisements are not targeted until somebody allows it');
  });

  it('has the request of the second screen that launched the app', async () => {
    const secondScreen = { type: 'dial', version: '1.7', data: 'v=1' };
    const app = await open_app('beta', { intent: { action: 'launch', context: { source: 'device' } }, secondScreen });
    const parameters = await app.core('Parameters.initialization');
    assert.deepEqual(parameters.secondScreen, { launchRequest: secondScreen });
  });

  it('tells the choice of the people about tracking', async () => {
    const app = await open_app('gamma');
    await refui.call('privacy.setAllowAppContentAdTargeting', { value: true });
    assert.equal((await app.core('Parameters.initialization')).lmt, 0);
    await refui.call('privacy.setAllowAppContentAdTargeting', { value: false });
    assert.equal((await app.core('Parameters.initialization')).lmt, 1);
  });

  it('has no intent for a first-party app without a session', async () => {
    const page = await OfficialClient.open(platform.internalUrl('refui'));
    pages.push(page);
    const parameters = await page.core('Parameters.initialization');
    assert.equal(parameters.discovery?.navigateTo, undefined);
  });

  it('was answered in every method and event', () => assert_complete('parameters', pages));
});

describe('us_privacy in Parameters', () => {
  it('is there in a country that has it', async () => {
    const platform = await Platform.start(together(generous, {
      device(manifest) {
        Object.assign(manifest.configuration.default_values,
          { country_code: 'US', countries_using_us_privacy: ['US'] });
      },
    }));
    const page = await OfficialClient.open(platform.internalUrl('refui'));
    const { us_privacy } = await page.core('Parameters.initialization');
    assert.match(us_privacy, /^1[-YN]{3}$/);
    await page.close();
    await platform.stop();
  });
});
