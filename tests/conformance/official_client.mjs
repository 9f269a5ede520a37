// An app that uses the unmodified @firebolt-js/sdk and @firebolt-js/manage-sdk.
//
//   const app = await OfficialClient.open(platform.internalUrl('refui'));
//   await app.core('Device.name');                       // the value; rejects with ClientError
//   await app.manage('Device.name', 'Kitchen');          // a setter
//   const names = await app.listen('Device', 'nameChanged');
//   await names.next();                                  // 'Kitchen'
//   await names.clear();
//   await app.close();
//
// Every answer and event that passes is checked against the official documents; a call that sent
// no frame fails, because then the clients' mock answered.

import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { within } from '../support/platform.mjs';
import { documents } from './official_documents.mjs';

const kDeadlineMs = 30_000;

/** What a call was rejected with: the error object of the response. */
export class ClientError extends Error {
  constructor(error) {
    super(typeof error === 'string' ? error : error?.message);
    this.code = error?.code;
    this.data = error?.data;
  }
}

const is_acknowledgement = (result) =>
  typeof result?.event === 'string' && typeof result?.listening === 'boolean';

class Listening {
  constructor(client, listener, sdk, module) {
    Object.assign(this, { client, listener, sdk, module, values: [], waiting: [] });
  }

  take(value) {
    const waiting = this.waiting.shift();
    if (waiting) waiting(value);
    else this.values.push(value);
  }

  /** The next value that was not yet asked for. */
  next() {
    if (this.values.length > 0) return Promise.resolve(this.values.shift());
    const value = new Promise((resolve) => this.waiting.push(resolve));
    return within(value, kDeadlineMs, () => `no event came for a listener of ${this.module}`);
  }

  /** Stops listening; resolves when the platform has said so. */
  async clear() {
    const before = this.client.answered;
    await this.client.act('clear', { sdk: this.sdk, module: this.module, args: [this.id] });
    await this.client.until(() => this.client.answered > before, 'clear() was not acknowledged');
  }
}

export class OfficialClient {
  static async open(endpoint) {
    const client = new OfficialClient(endpoint);
    await within(client.ready, kDeadlineMs, () => 'the official clients could not be imported');
    return client;
  }

  constructor(endpoint) {
    this.requests = new Map();  // what was sent, by id
    this.exercised = new Set();  // methods that were answered with a result, and events that came
    this.violations = [];
    this.unhandled = [];
    this.answered = 0;
    this.protocol = undefined;
    this.closed = undefined;
    this.actions = new Map();
    this.listeners = new Map();
    this.conditions = [];
    this.next_id = 1;
    this.worker = new Worker(new URL('./official_worker.mjs', import.meta.url), { workerData: { endpoint } });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('error', reject);
      this.worker.on('message', (message) => {
        if (message.kind === 'ready') resolve();
        else this[`on_${message.kind}`](message);
        this.conditions = this.conditions.filter((check) => !check());
      });
    });
  }

  on_opened({ protocol }) { this.protocol = protocol; }
  on_closed({ code }) { this.closed = code; }
  on_failed({ message }) { this.violations.push(`the connection failed: ${message}`); }
  on_unhandled({ reason }) { this.unhandled.push(reason); }

  on_sent({ text }) {
    const request = JSON.parse(text);
    this.requests.set(request.id, request);
  }

  on_received({ text }) {
    const response = JSON.parse(text);
    const request = this.requests.get(response.id);
    const violation = request ? this.#violation(request, response) : `an answer to nothing: ${text}`;
    if (violation) this.violations.push(violation);
    if (request?.params?.listen === undefined || !is_acknowledgement(response.result)) {
      if ('result' in response && request) this.exercised.add(request.method);
    }
    this.answered += 1;
  }

  on_event({ listener, values }) { this.listeners.get(listener).take(...values); }

  on_done({ id, value, error }) {
    const { resolve, reject } = this.actions.get(id);
    this.actions.delete(id);
    if (error === undefined) resolve(value);
    else reject(new ClientError(error));
  }

  #violation({ method, params }, { jsonrpc, result, error }) {
    if (jsonrpc !== '2.0') return `${method}: jsonrpc is ${jsonrpc}`;
    if (error !== undefined) {
      if (result !== undefined) return `${method}: both a result and an error`;
      return Number.isInteger(error.code) && typeof error.message === 'string' && error.message !== ''
        ? undefined : `${method}: no error object: ${JSON.stringify(error)}`;
    }
    if (result === undefined) return `${method}: neither a result nor an error`;
    if (is_acknowledgement(result)) {
      if (result.event.toLowerCase() !== method.toLowerCase()) return `${method}: acknowledged as ${result.event}`;
      if (params.listen !== undefined && !params.listen && result.listening) return `${method}: still listening`;
    }
    const violation = documents.violation(method, result);
    return violation && `${method} answered ${JSON.stringify(result)}: ${violation}`;
  }

  /** Resolves when `condition()` holds, which is looked at after each message of the page. */
  until(condition, what) {
    if (condition()) return Promise.resolve();
    const held = new Promise((resolve) => {
      this.conditions.push(() => condition() && (resolve(), true));
    });
    return within(held, kDeadlineMs, () => what);
  }

  /** Sends an action to the page; its value. Fails when something that passed violates a document. */
  async act(action, rest) {
    const id = this.next_id++;
    const done = new Promise((resolve, reject) => this.actions.set(id, { resolve, reject }));
    this.worker.postMessage({ id, action, ...rest });
    try {
      return await within(done, kDeadlineMs, () => `${rest.module}.${rest.method ?? action} was not answered`);
    } finally {
      assert.deepEqual(this.violations.splice(0), [], 'what the platform sent must fit the official documents');
    }
  }

  async #call(sdk, name, args) {
    const [module, method] = name.split('.');
    const before = this.requests.size;
    try {
      return await this.act('call', { sdk, module, method, args });
    } finally {
      assert.ok(this.requests.size > before, `${name} sent no frame: the client's mock answered`);
    }
  }

  /** Calls the core SDK. */
  core(name, ...args) { return this.#call('core', name, args); }

  /** Calls the manage SDK. */
  manage(name, ...args) { return this.#call('manage', name, args); }

  /** Calls what the core SDK answers by itself, without the platform. */
  local(name, ...args) {
    const [module, method] = name.split('.');
    return this.act('call', { sdk: 'core', module, method, args });
  }

  /** `Module.listen(event, ...context, callback)` of the core SDK, or of `sdk`. */
  async listen(module, event, { context = [], sdk = 'core' } = {}) {
    return this.#listen('listen', sdk, module, { args: [event, ...context] });
  }

  /** `Module.property(callback)`. */
  async watch(name, { sdk = 'core' } = {}) {
    const [module, method] = name.split('.');
    return this.#listen('watch', sdk, module, { method });
  }

  async #listen(action, sdk, module, rest) {
    const listening = new Listening(this, this.next_id++, sdk, module);
    this.listeners.set(listening.listener, listening);
    listening.id = await this.act(action, { sdk, module, listener: listening.listener, ...rest });
    return listening;
  }

  /** Ends the page. */
  async close() {
    await this.worker.terminate();
  }
}

/** The error of a promise that must be rejected. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  return assert.fail(`expected an error, found ${JSON.stringify(value)}`);
}

/** Fails naming each method of `module` that no client of `clients` was answered with a result. */
export function assert_complete(module, clients, { besides = [] } = {}) {
  const exercised = new Set([...clients.flatMap((client) => [...client.exercised]), ...besides]);
  const missed = documents.methods_of(module).filter((name) => !exercised.has(name));
  assert.deepEqual(missed, [], `methods and events of ${module} that no test saw answered`);
}
