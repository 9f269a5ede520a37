// What `ripple run` and `ripple check` say about a folder of manifests.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { make_directory, write_manifests } from '../support/platform.mjs';

const kFiles = {
  device: 'firebolt-device-manifest.json',
  extn: 'firebolt-extn-manifest.json',
  apps: 'firebolt-app-library.json',
};

const kLongestRunMs = 60_000;

/** Runs `ripple` to its end: `{ code, stdout, stderr }`. One that does not end is stopped. */
export async function ripple(args, { env = {}, timeout = kLongestRunMs } = {}) {
  const child = spawn(process.env.RIPPLE, args,
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, timeout });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const free_ports = (directory) => [
  '--app-port', '0', '--internal-port', '0',
  '--control-socket', path.join(directory, 'control.sock'), '--saved-dir', path.join(directory, 'state'),
];

/**
 * Writes the linux manifests, changed by the functions of `changes`; `files` replaces whole files
 * by text (null: the file is missing). Then `use(directory)`, and everything is removed.
 */
export async function with_manifests({ files = {}, ...changes }, use) {
  const directory = await make_directory();
  try {
    await write_manifests(directory, changes);
    for (const [part, text] of Object.entries(files)) {
      const file = path.join(directory, kFiles[part]);
      await (text === null ? rm(file) : writeFile(file, text));
    }
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `{ code, stdout, stderr }` of `ripple check` on manifests changed as with_manifests says. */
export function check(changes) {
  return with_manifests(changes, (directory) =>
    ripple(['check', directory, '--extensions', process.env.RIPPLE_EXTENSIONS]));
}

/** The same of a `ripple run` that is expected to end by itself. */
export function run(changes) {
  return with_manifests(changes, (directory) =>
    ripple(['run', directory, '--extensions', process.env.RIPPLE_EXTENSIONS, '--log-level', 'off',
            ...free_ports(directory)]));
}
