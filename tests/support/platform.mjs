// Starts the real platform for a test, on free ports, with a manifest made from manifests/linux, or
// from another folder of manifests/.
//
//   const platform = await Platform.start({ device: (m) => { m.configuration.default_values.language = 'de'; } });
//   platform.internalUrl('refui');        // ws://127.0.0.1:PORT?appId=refui
//   platform.appUrl(sessionId);           // ws://127.0.0.1:PORT?session=...
//   await platform.stop();                // SIGTERM; asserts exit code 0; removes the directory
//
// Environment: RIPPLE is the executable, RIPPLE_EXTENSIONS the folder of the extension libraries.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const kRepository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const kStartDeadlineMs = 60_000;
const kStopDeadlineMs = 20_000;

const kManifestFiles = {
  device: 'firebolt-device-manifest.json',
  extn: 'firebolt-extn-manifest.json',
  apps: 'firebolt-app-library.json',
};

function from_environment(name, meaning) {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is missing: set it to ${meaning}`);
  return value;
}

/** Resolves with the promise, or rejects with `describe()` when `milliseconds` have passed. */
export async function within(promise, milliseconds, describe) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(describe())), milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Writes the manifests of manifests/`base` into `directory`, each changed in place by its function:
 * `changes.device(manifest)`, `changes.extn(manifest)`, `changes.apps(manifest)`.
 */
export async function write_manifests(directory, changes = {}) {
  const base = path.join(kRepository, 'manifests', changes.base ?? 'linux');
  await cp(base, directory, { recursive: true });
  for (const [part, file] of Object.entries(kManifestFiles)) {
    const manifest = JSON.parse(await readFile(path.join(base, file), 'utf8'));
    changes[part]?.(manifest);
    await writeFile(path.join(directory, file), JSON.stringify(manifest, null, 2));
  }
}

/** A directory for one test, to be removed with `rm(dir, { recursive: true, force: true })`. */
export const make_directory = () => mkdtemp(path.join(tmpdir(), 'ripple-test-'));

/** Runs `ripple` with `args` to its end: `{ code, stdout, stderr }`. */
export async function run_ripple(args, { env = {} } = {}) {
  const child = spawn(from_environment('RIPPLE', 'the path of the ripple executable'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

export class Platform {
  /**
   * Starts `ripple run` and waits until the gateway listens.
   * `device`, `extn`, `apps`: functions that change the manifests; `args`: more arguments;
   * `env`: more environment; `wrapper`: a command with arguments that executes the platform;
   * `base`: the folder of manifests/, "linux" if it is not given;
   * `directory`: where manifests and state are, kept by stop() when given (a second start in it
   * finds the state of the first).
   * Rejects with the output of the platform when it ends before it is ready.
   */
  static async start({ device, extn, apps, base, args = [], env = {}, wrapper = [], directory } = {}) {
    const ripple = from_environment('RIPPLE', 'the path of the ripple executable');
    const extensions = from_environment('RIPPLE_EXTENSIONS', 'the folder of the extension libraries');
    const home = directory ?? (await make_directory());
    await write_manifests(path.join(home, 'manifest'), { device, extn, apps, base });
    const platform = new Platform(home, directory === undefined);
    const [command, ...before] = [...wrapper, ripple];
    platform.child = spawn(
      command,
      [...before, 'run', path.join(home, 'manifest'), '--app-port', '0', '--internal-port', '0',
       '--control-socket', platform.controlSocket, '--saved-dir', platform.savedDir,
       '--extensions', extensions, '--json', ...args],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
    );
    platform.exited = new Promise((resolve, reject) => {
      platform.child.once('close', (code, signal) => resolve({ code, signal }));
      platform.child.once('error', reject);
    });
    platform.child.stderr.setEncoding('utf8').on('data', (text) => (platform.stderr += text));
    const line = new Promise((resolve) => {
      createInterface({ input: platform.child.stdout }).on('line', (text) => {
        platform.stdout += `${text}\n`;
        resolve(text);
      });
    });
    try {
      const first = await within(
        Promise.race([line, platform.exited.then((end) => Promise.reject(new Error(
          `ripple ended with ${JSON.stringify(end)} before it was ready:\n${platform.output()}`)))]),
        kStartDeadlineMs, () => `ripple was not ready after ${kStartDeadlineMs} ms:\n${platform.output()}`);
      const ready = JSON.parse(first);
      assert.equal(ready.ready, true, `expected the ready line, found ${first}`);
      platform.ready = ready;
      platform.appPort = ready.app_port;
      platform.internalPort = ready.internal_port;
    } catch (error) {
      await platform.kill();
      throw error;
    }
    return platform;
  }

  constructor(home, owns_home) {
    this.home = home;
    this.ownsHome = owns_home;
    this.savedDir = path.join(home, 'state');
    this.controlSocket = path.join(home, 'control.sock');
    this.stdout = '';
    this.stderr = '';
  }

  get pid() { return this.child.pid; }

  output() { return `stdout:\n${this.stdout}\nstderr:\n${this.stderr}`; }

  /** URL of the first-party port for an app; `more` are further query parameters, as RPCv2. */
  internalUrl(app_id = 'refui', more = {}) {
    return `ws://127.0.0.1:${this.internalPort}?${new URLSearchParams({ appId: app_id, ...more })}`;
  }

  /** URL of the app port for a session. */
  appUrl(session_id, more = {}) {
    return `ws://127.0.0.1:${this.appPort}?${new URLSearchParams({ session: session_id, ...more })}`;
  }

  /** Stops with SIGTERM, or another signal; asserts that the platform ended with code 0. */
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    try {
      const end = await within(this.exited, kStopDeadlineMs,
        () => `ripple did not end within ${kStopDeadlineMs} ms of ${signal}:\n${this.output()}`);
      assert.deepEqual(end, { code: 0, signal: null }, this.output());
    } finally {
      await this.kill();
    }
  }

  /** Ends the platform at once, as a power cut would, and removes its own directory. */
  async kill() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exited.catch(() => undefined);
    if (this.ownsHome) await rm(this.home, { recursive: true, force: true });
  }
}
