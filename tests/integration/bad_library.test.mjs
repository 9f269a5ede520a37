// Libraries at fault: exit code 70, naming the library, the symbol and both versions.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Platform } from '../support/platform.mjs';
import { check, run, with_manifests, ripple } from './commands.mjs';
import { on_platform } from './on_platform.mjs';
import { add_probe, kProbe } from './probe.mjs';

const fixture = (name) => path.join(process.env.RIPPLE_FIXTURES, `${name}.so`);
const kFixtureId = 'ripple:channel:device:fixture';

/** Lists a library beside those of manifests/linux. */
function listed(library, id = kFixtureId) {
  return { extn: (manifest) => manifest.extns.push({ path: library, symbols: [{ id, uses: [], fulfills: [] }] }) };
}

function assert_start_failed(found, ...patterns) {
  assert.equal(found.code, 70, found.stderr);
  for (const pattern of patterns) assert.match(found.stderr, pattern);
  return found.stderr.trimEnd().split('\n');
}

async function assert_refused(changes, ...patterns) {
  assert_start_failed(await run(changes), ...patterns);
  assert_start_failed(await check(changes), ...patterns);
}

describe('a library', () => {
  it('that is absent is named, with its place in the manifest', () =>
    assert_refused(listed('/nowhere/libgone.so'), /\/nowhere\/libgone\.so: no such file.*\/extns\/4 of .*firebolt-extn-manifest\.json/));

  it('that is a folder is no library', () => assert_refused(listed('/usr'), /\/usr\.so: no such file/));

  it('that is a text is no library', () =>
    with_manifests(listed('placeholder'), async (directory) => {
      const text = path.join(directory, 'libtext.so');
      await writeFile(text, 'I am no library.\n');
      const found = await check(listed(text));
      assert_start_failed(found, /libtext\.so: not a library that this machine can load: /);
    }));

  it('that needs a library that is not there is named with what it needs', () =>
    assert_refused(listed(fixture('needs_another')), /needs_another\.so: not a library that this machine can load: .*undefined symbol/));

  it('without the metadata symbol is named with the symbol', () =>
    assert_refused(listed(fixture('no_symbol')), /no_symbol\.so: no symbol ripple_extn_library/));

  it('of another ABI is named with the symbol and both versions', () =>
    assert_refused(listed(fixture('other_abi_major')),
      /other_abi_major\.so: symbol ripple_extn_library: built for ABI 2\.\d+, Main has ABI 1\.\d+; rebuild it/));

  it('of a newer ABI is named with the symbol and both versions', () =>
    assert_refused(listed(fixture('newer_abi_minor')),
      /newer_abi_minor\.so: symbol ripple_extn_library: built for ABI 1\.7, Main has ABI 1\.\d+; update Main/));

  for (const name of ['tiny_library', 'short_library', 'short_entry']) {
    it(`whose structs are too small is refused, not read past their end: ${name}`, () =>
      assert_refused(listed(fixture(name)), new RegExp(`${name}\\.so: .*bytes`)));
  }

  for (const name of ['no_entry', 'no_entry_function', 'null_entry']) {
    it(`without its entries is refused: ${name}`, () => assert_refused(listed(fixture(name)), new RegExp(`${name}\\.so: .*entry`)));
  }

  it('whose entry is not in the manifest is named with the entry', () =>
    assert_refused(
      { extn: (manifest) => { add_probe(manifest); manifest.extns.at(-1).symbols.pop(); } },
      new RegExp(`${kProbe}: offers ripple:channel:device:probe, which "symbols" at /extns/4`)));

  it('that has not the entry of the manifest is named with what it offers', () =>
    assert_refused(listed(fixture('good'), 'ripple:channel:device:another'),
      /good\.so: does not offer ripple:channel:device:another.*it offers ripple:channel:device:fixture/));

  it('that does not provide what the manifest says it fulfills is refused', () =>
    assert_refused({ extn: (manifest) => add_probe(manifest, { fulfills: ['wifi', 'advertising'] }) },
      /ripple:channel:device:probe: the manifest's `fulfills` .* has advertising, the library provides device_info, voice_guidance, wifi/));

  for (const [name, kind] of [['no_builder', 'entry has none'], ['no_build', 'NULL']]) {
    it(`whose builder is missing is named with the entry: ${name}`, () =>
      assert_refused(listed(fixture(name)), new RegExp(`${name}\\.so: ${kFixtureId}: builder missing: .*${kind}`)));
  }

  it('with a builder of an unknown kind is refused, with the known ones', () =>
    assert_refused(listed(fixture('unknown_kind')), /unknown kind of builder "graphql"; known: "channel", "jsonrpc"/));

  for (const name of ['no_openrpc', 'bad_openrpc']) {
    it(`with methods but without their OpenRPC document is refused: ${name}`, () =>
      assert_refused(listed(fixture(name)), new RegExp(`${name}\\.so: ${kFixtureId}: .*OpenRPC document`)));
  }

  it('with a bad ExtnId is refused, with the nearest known name', () =>
    assert_refused(listed(fixture('bad_id')), /bad_id\.so: .*"devise".*"device"/));

  it('with an unknown contract is refused, with the nearest known name', () =>
    assert_refused(listed(fixture('unknown_contract')), /unknown_contract\.so: .*"devise_info".*"device_info"/));

  it('built for another version of a contract is named with both versions', () =>
    assert_refused(listed(fixture('other_contract_version')),
      /other_contract_version\.so: .*built for version "2\.0\.0" of contract "device_info", Main has version 1\./));

  it('that needs a newer Main is named with both versions', () =>
    assert_refused(listed(fixture('newer_main')), /newer_main\.so: .*needs Main 99\.0\.0 or later, this is Main \d+\./));

  it('is reported with every other bad one, in one message', async () => {
    const changes = {
      extn: (manifest) => {
        for (const name of ['no_symbol', 'other_abi_major', 'no_builder']) {
          manifest.extns.push({ path: fixture(name), symbols: [{ id: kFixtureId.replace('fixture', name.replaceAll('_', '-')), uses: [], fulfills: [] }] });
        }
        manifest.extns.push({ path: '/nowhere/libgone.so', symbols: [] });
      },
    };
    const lines = assert_start_failed(await run(changes));
    for (const name of ['no_symbol', 'other_abi_major', 'no_builder', 'libgone']) {
      assert.ok(lines.some((line) => line.includes(`/${name}.so: `)), `${name} is not in:\n${lines.join('\n')}`);
    }
  });

  it('can be inspected before it is listed', async () => {
    const good = await ripple(['inspect', kProbe, '--json']);
    assert.equal(good.code, 0, good.stderr);
    assert.deepEqual(JSON.parse(good.stdout).entries.map((entry) => entry.id),
      ['ripple:extn:jsonrpsee:probe', 'ripple:channel:device:probe']);
    const bad = await ripple(['inspect', fixture('other_abi_major')]);
    assert_start_failed(bad, /built for ABI 2\.\d+, Main has ABI 1\./);
  });
});

describe('an extension that throws', () => {
  it('in build fails the start, named', async () => {
    const changes = { extn: (manifest) => add_probe(manifest, { channel: { throw_in: 'build' } }) };
    assert_start_failed(await run(changes), /ripple:channel:device:probe of .*libprobe\.so failed to build: told to fail in build/);
  });

  it('in start fails the start, named', async () => {
    const changes = { extn: (manifest) => add_probe(manifest, { channel: { throw_in: 'start' } }) };
    assert_start_failed(await run(changes), /ripple:channel:device:probe of .*libprobe\.so .*told to fail in start/);
  });

  it('is reported with every other one that throws', async () => {
    const changes = { extn: (manifest) => add_probe(manifest, { channel: { throw_in: 'build' }, methods: { throw_in: 'build' } }) };
    assert_start_failed(await run(changes), /ripple:channel:device:probe of .*told to fail/, /ripple:extn:jsonrpsee:probe of .*told to fail/);
  });

  it('does not keep a good one from starting the next time', () =>
    on_platform(Platform.start({ extn: (manifest) => add_probe(manifest) }), async (platform) => {

    }));
});
