// The Thunder emulator for a test, driven through its own plugin.
//
//   const emulator = await Emulator.start({ profile });
//   await emulator.control('emit', { callsign, event, params });
//   await emulator.end();                       // at once, as a crash would
//   const again = await Emulator.start({ profile, port: emulator.port });
//
// Environment: RIPPLE_THUNDER_EMULATOR is its executable.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket, kDeadlineMs } from './client.mjs';
import { within } from '../support/platform.mjs';

const kRepository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The plugins of a device. */
export const kDeviceProfile = path.join(kRepository, 'thunder/emulator/profiles/device.json');

export class Emulator {
  static async start({ profile = kDeviceProfile, port = 0, args = [] } = {}) {
    const emulator = new Emulator();
    emulator.child = spawn(process.env.RIPPLE_THUNDER_EMULATOR,
      ['--port', `${port}`, '--profile', profile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await within(once(createInterface(emulator.child.stdout), 'line'), kDeadlineMs,
      () => 'thunder-emulator did not say where it listens');
    emulator.url = JSON.parse(line).url;
    emulator.port = Number(new URL(emulator.url).port);
    return emulator;
  }

  /** One request on a connection of its own; its result. */
  async call(method, params) {
    const socket = new WebSocket(this.url, 'notification');
    try {
      await within(once(socket, 'open'), kDeadlineMs, () => `${this.url} was not answered`);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      const [data] = await within(once(socket, 'message'), kDeadlineMs, () => `${method} was not answered`);
      const { result, error } = JSON.parse(data.toString());
      if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
      return result;
    } finally {
      socket.terminate();
    }
  }

  /** A method of the emulator's own plugin: 'fault', 'clear', 'restart_plugin', 'emit', 'state', ... */
  control(method, params = {}) { return this.call(`Emulator.1.${method}`, params); }

  /** At once, as a crash would; again is harmless. */
  async end() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
