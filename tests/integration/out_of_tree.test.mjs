// Extensions outside this tree: built by another compiler against the installed SDK, loaded,
// answering; and what every library exports.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Platform, make_directory } from '../support/platform.mjs';
import { Client } from './client.mjs';
import { ripple } from './commands.mjs';
import { on_platform } from './on_platform.mjs';
import { kProbe } from './probe.mjs';

const execute = promisify(execFile);
const kSources = path.join(path.dirname(fileURLToPath(import.meta.url)), 'out_of_tree');
const kLightbar = 'ripple:channel:device:acme_lightbar';
const clang = process.env.RIPPLE_CLANG;

async function exports_of(library) {
  const { stdout } = await execute('nm', ['--dynamic', '--defined-only', '--format=just-symbols', library]);
  return stdout.trim().split('\n');
}

describe('a library that ships', () => {
  it('exports exactly ripple_extn_library', async () => {
    const shipped = (await readdir(process.env.RIPPLE_EXTENSIONS)).filter((name) => name.endsWith('.so'));
    assert.notDeepEqual(shipped, []);
    for (const library of [...shipped.map((name) => path.join(process.env.RIPPLE_EXTENSIONS, name)), kProbe]) {
      assert.deepEqual(await exports_of(library), ['ripple_extn_library'], library);
    }
  });
});

describe('an extension out of tree', { skip: clang ? false : 'no clang++ was found when the tests were configured' }, () => {
  let directory;
  let library;
  before(async () => {
    directory = await make_directory();
    const prefix = path.join(directory, 'prefix');
    const build = path.join(directory, 'build');
    library = path.join(build, 'libacme_lightbar.so');
    await execute('cmake', ['--install', process.env.RIPPLE_BUILD_DIR, '--prefix', prefix], { maxBuffer: 1 << 24 });
    await execute('cmake', ['-S', kSources, '-B', build, '-G', 'Ninja', `-DCMAKE_CXX_COMPILER=${clang}`, `-DCMAKE_PREFIX_PATH=${prefix}`]);
    await execute('cmake', ['--build', build], { maxBuffer: 1 << 24 });
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const with_lightbar = (manifest) => {
    manifest.extns.push({ path: library, symbols: [{ id: kLightbar, uses: ['config'], fulfills: ['device_info'], config: { name: 'Hall' } }] });
    manifest.preferred_providers = { device_info: kLightbar };
  };

  it('exports exactly ripple_extn_library, too', async () => {
    assert.deepEqual(await exports_of(library), ['ripple_extn_library']);
  });

  it('is read by ripple inspect', async () => {
    const { code, stdout, stderr } = await ripple(['inspect', library, '--json']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).entries.map(({ id, version }) => [id, version]), [[kLightbar, '1.2.0']]);
  });

  it('is loaded into Main, which another compiler built, and answers', () =>
    on_platform(Platform.start({ extn: with_lightbar }), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      assert.equal(await client.call('device.make'), 'Acme');
      assert.equal(await client.call('device.model'), 'Lightbar 3');
      assert.equal(await client.call('device.name'), 'Hall');
      assert.equal((await client.failure('device.sku')).code, -50100);
      assert.equal((await client.failure('device.setName', { value: 7 })).code, -32602);
    }));

  it('sends events', () =>
    on_platform(Platform.start({ extn: with_lightbar }), async (platform) => {
      const client = await Client.connect(platform.internalUrl());
      const { id } = await client.listen('device.onNameChanged');
      await client.call('device.setName', { value: 'Stairs' });
      assert.deepEqual(await client.next(), { jsonrpc: '2.0', id, result: 'Stairs' });
    }));

  it('is checked by the platform that was installed beside it', async () => {
    const installed = path.join(directory, 'prefix');
    const manifests = path.join(installed, 'share/ripple/manifests/linux');
    const { stdout } = await execute(path.join(installed, 'bin/ripple'), ['check', manifests]);
    assert.match(stdout, /^device_info +mandated +ripple:channel:device:linux +.*libdevice_linux\.so$/m);
  });
});
