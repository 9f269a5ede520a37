// One page with the official clients in it: a thread of its own, because the clients keep their
// connection and their listeners in the module. Does what OfficialClient asks, and tells of each
// frame that really passed: without an endpoint they would answer from a mock.

import { parentPort, workerData } from 'node:worker_threads';
import WebSocket from 'ws';

class RecordedSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.on('open', () => parentPort.postMessage({ kind: 'opened', protocol: this.protocol }));
    this.on('message', (data) => parentPort.postMessage({ kind: 'received', text: data.toString() }));
    this.on('close', (code) => parentPort.postMessage({ kind: 'closed', code }));
    // Node's EventEmitter would throw where a browser only dispatches an event.
    this.on('error', (error) => parentPort.postMessage({ kind: 'failed', message: error.message }));
  }

  send(text) {
    parentPort.postMessage({ kind: 'sent', text });
    super.send(text);
  }
}

globalThis.window = { __firebolt: { endpoint: workerData.endpoint } };
globalThis.WebSocket = RecordedSocket;
globalThis.console.warn = () => undefined;

// Some calls of the clients are never awaited by them, as metrics.ready.
process.on('unhandledRejection', (reason) => {
  parentPort.postMessage({ kind: 'unhandled', reason: reason instanceof Error ? reason.message : reason });
});

const sdks = {
  core: await import('@firebolt-js/sdk'),
  manage: await import('@firebolt-js/manage-sdk'),
};

const actions = {
  call: ({ sdk, module, method, args }) => sdks[sdk][module][method](...args),
  listen: ({ sdk, module, args, listener }) =>
    sdks[sdk][module].listen(...args, (...values) => {
      parentPort.postMessage({ kind: 'event', listener, values });
    }),
  // A property called with a function is the other way to listen to its changes.
  watch: ({ sdk, module, method, listener }) =>
    sdks[sdk][module][method]((...values) => {
      parentPort.postMessage({ kind: 'event', listener, values });
    }),
  clear: ({ sdk, module, args }) => sdks[sdk][module].clear(...args),
};

parentPort.on('message', async ({ id, action, ...rest }) => {
  try {
    const value = await actions[action](rest);
    parentPort.postMessage({ kind: 'done', id, value });
  } catch (error) {
    const known = error instanceof Error ? { message: error.message, thrown: true } : error;
    parentPort.postMessage({ kind: 'done', id, error: known });
  }
});
parentPort.postMessage({ kind: 'ready' });
