// The Thunder library in a program of its own, built by another compiler from what is installed,
// against the emulator as a program.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { make_directory } from '../support/platform.mjs';

const execute = promisify(execFile);
const kSources = path.join(path.dirname(fileURLToPath(import.meta.url)), 'thunder_alone');
const clang = process.env.RIPPLE_CLANG;
const skip = !clang ? 'no clang++ was found when the tests were configured'
  : process.env.RIPPLE_SANITIZE ? "the library was built with another compiler's sanitizers" : false;

async function start_emulator(...args) {
  const emulator = spawn(process.env.RIPPLE_THUNDER_EMULATOR, ['--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(emulator.stdout), 'line');
  return { emulator, url: JSON.parse(line).url };
}

async function stop(emulator) {
  emulator.kill('SIGTERM');
  const [code] = await once(emulator, 'exit');
  return code;
}

describe('thunder-emulator', () => {
  it('tells its address in a line of JSON and ends with 0 when asked to', async () => {
    const { emulator, url } = await start_emulator('--generation', 'r4');
    assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+\/jsonrpc$/);
    assert.equal(await stop(emulator), 0);
  });

  it('refuses a profile that is not there, in one line', async () => {
    await assert.rejects(execute(process.env.RIPPLE_THUNDER_EMULATOR, ['--profile', '/nowhere.json']), (error) => {
      assert.equal(error.code, 78);
      assert.equal(error.stderr, 'thunder-emulator: /nowhere.json: expected a readable profile; does the file exist?\n');
      return true;
    });
  });
});

describe('a program that links the installed Thunder library', { skip }, () => {
  let directory;
  let program;
  before(async () => {
    directory = await make_directory();
    const prefix = path.join(directory, 'prefix');
    const build = path.join(directory, 'build');
    program = path.join(build, 'friendly_name');
    // What the thunder folder installs, and nothing else.
    await execute('cmake', ['--install', path.join(process.env.RIPPLE_BUILD_DIR, 'thunder'), '--prefix', prefix]);
    await execute('cmake', ['-S', kSources, '-B', build, '-G', 'Ninja', `-DCMAKE_CXX_COMPILER=${clang}`, `-DCMAKE_PREFIX_PATH=${prefix}`]);
    await execute('cmake', ['--build', build], { maxBuffer: 1 << 24 });
  });
  after(() => rm(directory, { recursive: true, force: true }));

  for (const generation of ['r4', 'r5']) {
    it(`calls and hears events, with ${generation}`, async () => {
      const { emulator, url } = await start_emulator('--generation', generation);
      try {
        const { stdout, stderr } = await execute(program, [url, 'Kitchen']);
        assert.equal(stderr, '');
        assert.equal(stdout, 'Kitchen\n');
      } finally {
        await stop(emulator);
      }
    });
  }
});
