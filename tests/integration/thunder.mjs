// A Thunder server for tests: the emulator with its device profile, or the real one that THUNDER_URL
// names.
//
//   const thunder = await Thunder.start();
//   await thunder.plugins();                                  // callsigns that the server reports
//   await thunder.emulate('emit', { callsign, event, params });   // the emulator only
//   await thunder.end();                                      // kills the emulator
//   await thunder.begin_again();                              // at the same port, as at the start

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { within } from '../support/platform.mjs';
import { WebSocket, kDeadlineMs } from './client.mjs';

async function spawn_emulator(port) {
  const emulator = spawn(process.env.RIPPLE_THUNDER_EMULATOR, ['--port', `${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await within(once(createInterface(emulator.stdout), 'line'), kDeadlineMs, () => 'the emulator did not begin');
  return { emulator, url: JSON.parse(line).url };
}

/** One call over a connection of its own. */
async function call_once(url, method, params) {
  const socket = new WebSocket(url, 'notification');
  try {
    await within(once(socket, 'open'), kDeadlineMs, () => `${url} was not answered`);
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, ...(params && { params }) }));
    const [text] = await within(answer, kDeadlineMs, () => `${method} was not answered`);
    const { result, error } = JSON.parse(text.toString());
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  } finally {
    socket.terminate();
  }
}

export class Thunder {
  static async start() {
    const real = process.env.THUNDER_URL;
    return new Thunder(real ? { url: real } : await spawn_emulator(0));
  }

  /** The emulator, whatever THUNDER_URL says. */
  static async start_emulated() { return new Thunder(await spawn_emulator(0)); }

  /** An address of this machine where nobody listens: that of an emulator that has been killed. */
  static async start_away() {
    const thunder = await Thunder.start_emulated();
    await thunder.end();
    return thunder;
  }

  constructor({ emulator, url }) {
    this.emulator = emulator;
    this.url = url;
  }

  get is_emulated() { return this.emulator !== undefined; }

  call(method, params) { return call_once(this.url, method, params); }

  async plugins() {
    // A server with one plugin only gives it without a list.
    const status = await this.call('Controller.1.status');
    return new Set([status].flat().map(({ callsign }) => callsign));
  }

  emulate(method, params) { return this.call(`Emulator.1.${method}`, params); }

  async end() {
    if (!this.emulator || this.emulator.exitCode !== null || this.emulator.signalCode !== null) return;
    const exit = once(this.emulator, 'exit');
    this.emulator.kill('SIGKILL');
    await exit;
  }

  async begin_again() {
    ({ emulator: this.emulator } = await spawn_emulator(new URL(this.url).port));
  }
}
