// Manifests at fault: exit code 78 and one line that says where and what.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { check, ripple, run } from './commands.mjs';
import { on_platform } from './on_platform.mjs';

function assert_one_line(found, pattern) {
  assert.equal(found.code, 78, found.stderr);
  assert.match(found.stderr, /^[^\n]+\n$/, 'expected one line');
  assert.match(found.stderr, pattern);
}

/** `ripple run` and `ripple check` agree. */
async function assert_refused(changes, pattern) {
  assert_one_line(await run(changes), pattern);
  assert_one_line(await check(changes), pattern);
}

const host = (change) => ({ device: (manifest) => change(manifest.host) });
const symbol = (change) => ({ extn: (manifest) => change(manifest.extns[0].symbols[0], manifest) });

describe('a manifest that is missing', () => {
  it('is named when the folder is not there', async () => {
    assert_one_line(await ripple(['run', '/nowhere/at/all']), /\/nowhere\/at\/all.*no such file/);
    assert_one_line(await ripple(['check', '/nowhere/at/all']), /\/nowhere\/at\/all.*no such file/);
  });
  it('is named when the device manifest is not there', () =>
    assert_refused({ files: { device: null } }, /firebolt-device-manifest\.json: no such file/));
  it('is named when the extension manifest is not there', () =>
    assert_refused({ files: { extn: null } }, /firebolt-extn-manifest\.json: no such file/));
  it('is no fault when it is the app library: no app is known then', async () => {
    const { code, stderr } = await check({ files: { apps: null } });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /warning: no app library/);
  });
});

describe('a manifest that is not JSON', () => {
  for (const part of ['device', 'extn', 'apps']) {
    it(`is refused with line and column: ${part}`, () =>
      assert_refused({ files: { [part]: '{\n  "default_path": "x"\n  "default_extension": "so"\n}\n' } },
        /\.json:3:\d+: not JSON: /));
  }
  it('is refused when it is cut off', () =>
    assert_refused({ files: { device: '{"configuration": {' } }, /device-manifest\.json:1:\d+: not JSON/));
  it('is refused when it is empty', () =>
    assert_refused({ files: { device: '' } }, /device-manifest\.json:1:1: not JSON/));
  it('is refused when it is not UTF-8', () =>
    assert_refused({ files: { extn: Buffer.from('{"default_path":\n"\xff"}', 'latin1') } },
      /extn-manifest\.json:2:1: not JSON: invalid UTF-8/));
  it('is refused when it has a key twice', () =>
    assert_refused({ files: { extn: '{"default_path":"a",\n"default_path":"b"}' } },
      /extn-manifest\.json:\d+:\d+: .*[Dd]uplicate key.*default_path/));
  it('is refused when it is nested without end', () =>
    assert_refused({ files: { extn: '['.repeat(10_000) } }, /extn-manifest\.json:\d+:\d+: not JSON/));
});

describe('a value of the wrong type', () => {
  it('is refused with its place, what was expected and what was found', () =>
    assert_refused({ device: (manifest) => (manifest.configuration.form_factor = 7) },
      /device-manifest\.json:\d+:\d+: \/configuration\/form_factor: expected string, found number/));
  it('is refused in a list', () =>
    assert_refused({ extn: (manifest) => (manifest.required_contracts[1] = {}) },
      /extn-manifest\.json:\d+:\d+: \/required_contracts\/1: expected string, found object/));
  it('is refused in the app library', () =>
    assert_refused({ apps: (manifest) => (manifest.default_library[1].app_id = false) },
      /app-library\.json:\d+:\d+: \/default_library\/1\/app_id: expected string, found boolean false/));
  it('is refused where an object belongs', () =>
    assert_refused({ files: { device: '[]' } }, /device-manifest\.json:1:1: \/: expected object/));
  it('is refused when a number is out of bounds', () =>
    assert_refused(host((section) => (section.limits.connections = 0)),
      /\/host\/limits\/connections: expected whole number from 1/));
  it('is refused when an address is none', () =>
    assert_refused({ device: (manifest) => (manifest.configuration.ws_configuration.gateway = 'localhost') },
      /\/configuration\/ws_configuration\/gateway: expected IP:PORT/));
  it('is refused in the policy, which the manifest begins with', async () => {
    const found = await run(host((section) => (section.policy = { rate: { requests_per_second: 'fast' } })));
    assert_one_line(found, /device-manifest\.json: \/host.*\/rate\/requests_per_second: expected a number above 0, found "fast"/);
  });
  it('is refused when a required one is absent', () =>
    assert_refused({ extn: (manifest) => delete manifest.extns[0].symbols[0].fulfills },
      /\/extns\/0\/symbols\/0\/fulfills: expected a value, found none/));
});

describe('an unknown key', () => {
  it('is refused in what this platform adds, with the nearest known', () =>
    assert_refused(host((section) => (section.limits.conections = 5)),
      /\/host\/limits\/conections: unknown key.*"connections"/));
  it("is a warning in Ripple's own schema", async () => {
    const changes = { device: (manifest) => (manifest.configuration.form_facter = 'x') };
    const { code, stderr } = await check(changes);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /warning: .*\/configuration\/form_facter: unknown key, ignored.*"form_factor"/);
    await on_platform(Platform.start(changes), async (platform) => {
      assert.match(platform.stderr, /\/configuration\/form_facter: unknown key, ignored/);
    });
  });
});

describe('a contract or an ExtnId that is none', () => {
  it('is refused in fulfills, with the nearest known', () =>
    assert_refused(symbol((one) => one.fulfills.push('devise_info')),
      /\/extns\/0\/symbols\/0\/fulfills\/9: .*"devise_info".*"device_info"/));
  it('is refused in uses, with the nearest known', () =>
    assert_refused(symbol((one) => one.uses.push('confik')), /\/uses\/2: .*"confik".*"config"/));
  it('is refused in required_contracts, with the nearest known', () =>
    assert_refused({ extn: (manifest) => manifest.required_contracts.push('account.sesion') },
      /\/required_contracts\/4: .*"account\.sesion".*"account\.session"/));
  it('is refused in preferred_providers', () =>
    assert_refused({ extn: (manifest) => (manifest.preferred_providers = { divice_info: 'ripple:channel:device:linux' }) },
      /\/preferred_providers\/divice_info: .*"device_info"/));
  it('is refused as a type, with the nearest known', () =>
    assert_refused(symbol((one) => (one.id = 'ripple:chanel:device:linux')),
      /\/extns\/0\/symbols\/0\/id: .*"chanel".*"channel"/));
  it('is refused as a class, with the nearest known', () =>
    assert_refused(symbol((one) => (one.id = 'ripple:channel:devise:linux')), /\/id: .*"devise".*"device"/));
  it('is refused without four segments', () =>
    assert_refused(symbol((one) => (one.id = 'ripple:channel:device')), /\/id: .*ripple:channel:device/));
  it("is refused when it is Main's own", () =>
    assert_refused(symbol((one) => (one.id = 'ripple:main:internal:config')), /\/id: expected an id of type channel or extn/));
  it('is refused when it is listed twice', () =>
    assert_refused(symbol((one, manifest) => manifest.extns[1].symbols.push({ id: one.id, uses: [], fulfills: [] })),
      /"ripple:channel:device:linux" is listed twice, first at \/extns\/0\/symbols\/0\/id/));
});
