// A client of the gateway that keeps every frame, so that a test can say what must have come.
//
//   const client = await Client.connect(platform.internalUrl());
//   await client.call('device.name');                       // the result; rejects with RpcError
//   await client.ask({ id: 'a', method: 'device.name' });   // the whole response
//   client.send('[{},1]');                                  // any text
//   await client.next();                                    // the next frame that nobody asked for
//   await client.closed;                                    // { code, reason }

import { within } from '../support/platform.mjs';

export const { default: WebSocket, WebSocketServer } = await import('ws').catch(() => {
  throw new Error('the npm packages of the tests are missing: run `npm ci` in tests/');
});

export const kDeadlineMs = 30_000;

export class RpcError extends Error {
  constructor({ code, message, data }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** Asks until `holds(result, error)`; every answer but the last may be an error. The last one's result, or its error. */
export async function ask_until(client, method, holds, params) {
  for (;;) {
    const { result, error } = await client.ask({ method, params });
    if (holds(result, error)) return result ?? error;
  }
}

/** Does `action(0)`, `action(1)`, ... until the promise is settled, and gives what it gives: what it waits for may
 * need a listener whose registration is still on its way. */
export async function repeat_until(promise, action) {
  let settled = false;
  promise.then(() => (settled = true), () => (settled = true));
  for (let n = 0; !settled; ++n) await action(n);
  return promise;
}

/** The upgrade was answered with an HTTP status instead. */
export class Refused extends Error {
  constructor(status, body) {
    super(`refused with ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

async function body_of(response) {
  let body = '';
  for await (const part of response.setEncoding('utf8')) body += part;
  return body;
}

export class Client {
  static async connect(url, options = {}) {
    const client = new Client(new WebSocket(url, 'jsonrpc', { skipUTF8Validation: true, ...options }));
    await within(client.opened, kDeadlineMs, () => `${url} was not answered`);
    return client;
  }

  constructor(socket) {
    this.socket = socket;
    this.frames = [];
    this.waiting_frames = [];
    this.answers = new Map();
    this.next_id = 1;
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_, response) => {
        body_of(response).then((body) => reject(new Refused(response.statusCode, body)), reject);
      });
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        const end = { code, reason: reason.toString() };
        for (const { reject } of [...this.answers.values(), ...this.waiting_frames]) {
          reject(new Error(`the connection ended: ${JSON.stringify(end)}`));
        }
        resolve(end);
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.take(data.toString()));
  }

  take(text) {
    const frame = JSON.parse(text);
    const answer = this.answers.get(frame.id);
    if (answer) {
      this.answers.delete(frame.id);
      answer.resolve(frame);
    } else if (this.waiting_frames.length > 0) {
      this.waiting_frames.shift().resolve(frame);
    } else {
      this.frames.push(frame);
    }
  }

  send(frame) {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Sends a request; the response to its id, whole. */
  ask({ id = this.next_id++, method, params }) {
    const answer = new Promise((resolve, reject) => this.answers.set(id, { resolve, reject }));
    this.send({ jsonrpc: '2.0', id, method, params });
    return within(answer, kDeadlineMs, () => `${method} was not answered`);
  }

  async call(method, params) {
    const { result, error } = await this.ask({ method, params });
    if (error) throw new RpcError(error);
    return result;
  }

  /** The error of a call that must fail. */
  async failure(method, params) {
    const { result, error } = await this.ask({ method, params });
    if (!error) throw new Error(`${method} was expected to fail, found ${JSON.stringify(result)}`);
    return error;
  }

  /** The next frame that answers no ask(). */
  next() {
    if (this.frames.length > 0) return Promise.resolve(this.frames.shift());
    const frame = new Promise((resolve, reject) => this.waiting_frames.push({ resolve, reject }));
    return within(frame, kDeadlineMs, () => 'no further frame came');
  }

  /** Sends any text; the frame that answers it. */
  exchange(text) {
    const answer = this.next();
    this.send(text);
    return answer;
  }

  /** Begins to listen; the id that events of v1 bear. */
  async listen(event, params = {}) {
    const id = this.next_id++;
    const { result, error } = await this.ask({ id, method: event, params: { ...params, listen: true } });
    if (error) throw new RpcError(error);
    return { id, ...result };
  }

  end() {
    return within(this.closed, kDeadlineMs, () => 'the connection did not end');
  }

  async close() {
    this.socket.close();
    await this.end();
  }
}

/** What connecting is refused with: a Refused. */
export async function refusal(url) {
  try {
    const client = await Client.connect(url);
    await client.close();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error(`${url} was expected to be refused`);
}
