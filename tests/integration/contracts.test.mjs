// Contracts are enforced: exit code 70, everything that is wrong in one message.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { Client } from './client.mjs';
import { check, run } from './commands.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe, kWifi } from './probe.mjs';

function assert_start_failed(found, ...patterns) {
  assert.equal(found.code, 70, found.stderr);
  for (const pattern of patterns) assert.match(found.stderr, pattern);
}

async function assert_refused(changes, ...patterns) {
  assert_start_failed(await run(changes), ...patterns);
  assert_start_failed(await check(changes), ...patterns);
}

const without = (...libraries) => (manifest) => {
  manifest.extns = manifest.extns.filter((extn) => !libraries.includes(extn.path));
};
const forget = (contract) => (manifest) => {
  const { symbols } = manifest.extns.find((extn) => extn.symbols[0].fulfills.includes(contract));
  symbols[0].fulfills = symbols[0].fulfills.filter((one) => one !== contract);
};

describe('a contract without provider', () => {
  it('stops the start when it is mandated', () =>
    assert_refused({ extn: forget('device_info') }, /contract "device_info" is mandated and has no provider/));

  it('is named with the entry that could provide it', () =>
    assert_refused({ extn: forget('device_info') },
      /"device_info" .*add it to the `fulfills` of ripple:channel:device:linux \(.*libdevice_linux\.so\)/));

  it('stops the start when the manifest requires it', () =>
    assert_refused({ extn: (manifest) => manifest.required_contracts.push('wifi') },
      /contract "wifi" is in required_contracts and has no provider; no loaded library provides it/));

  it('is named with all the others in one message', () =>
    assert_refused({ extn: (manifest) => { without('libdevice_linux', 'liblauncher')(manifest); manifest.required_contracts.push('wifi'); } },
      /"device_info" is mandated/, /"local\.storage" is mandated/, /"launcher" is in required_contracts/, /"wifi" is in required_contracts/));

  it('is shown as missing by ripple check', async () => {
    const { stdout } = await check({ extn: forget('device_info') });
    assert.match(stdout, /^device_info +mandated +missing$/m);
    assert.match(stdout, /^local\.storage +mandated +ripple:channel:device:linux +.*libdevice_linux\.so$/m);
  });
});

describe('a contract with two providers', () => {
  const two = (manifest) => add_probe(manifest, { fulfills: ['device_info'] });

  it('stops the start when the manifest prefers none, naming both', () =>
    assert_refused({ extn: two },
      /contract "device_info" has 2 providers: ripple:channel:device:linux .* and ripple:channel:device:probe .*"preferred_providers"/));

  it('is served by the one that the manifest prefers', async () => {
    for (const [preferred, code] of [['ripple:channel:device:linux', undefined], ['ripple:channel:device:probe', -50100]]) {
      const extn = (manifest) => { two(manifest); manifest.preferred_providers = { device_info: preferred }; };
      await on_platform(Platform.start({ extn }), async (platform) => {
        const client = await Client.connect(platform.internalUrl());
        const { error } = await client.ask({ method: 'device.name' });
        assert.equal(error?.code, code);
      });
    }
  });

  it('stops the start when the preferred one does not fulfill it', () =>
    assert_refused({ extn: (manifest) => { two(manifest); manifest.preferred_providers = { device_info: 'ripple:channel:launcher:process' }; } },
      /"device_info": the preferred provider ripple:channel:launcher:process does not fulfill it/));
});

describe('a promised processor', () => {
  const kPatience = 3000;

  it('that is not registered in time stops the start, with all that are missing', async () => {
    const found = await run({
      extn: (manifest) => {
        manifest.timeout = kPatience;
        add_probe(manifest, { fulfills: ['wifi', 'voice_guidance'], channel: { silent_about: ['wifi', 'voice_guidance'] } });
      },
    });
    assert_start_failed(found, /ripple:channel:device:probe promised wifi and registered no processor for it within 3000 ms/,
      /ripple:channel:device:probe promised voice_guidance and registered no processor for it/);
  });

  it('that is registered lets the platform start', () =>
    on_platform(Platform.start({
      device: (manifest) => manifest.capabilities.supported.push(kWifi),
      extn: (manifest) => add_probe(manifest, { fulfills: ['wifi', 'voice_guidance'] }),
    }), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      assert.deepEqual(await client.call('wifi.scan'), {});
    }));

  it('of a channel that is never ready does not hold the start for ever', async () => {
    const found = await run({
      extn: (manifest) => { manifest.timeout = kPatience; add_probe(manifest, { fulfills: ['wifi'], channel: { never_ready: true } }); },
    });
    assert_start_failed(found, /ripple:channel:device:probe of .* was not ready within 3000 ms/);
  });
});
