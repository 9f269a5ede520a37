// Sockets that say nothing, or nonsense: dropped, while others connect and are served.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Platform, within } from '../support/platform.mjs';
import { Client, kDeadlineMs } from './client.mjs';

let platform;
before(async () => (platform = await Platform.start({ device: ({ host }) => (host.timeouts.handshake = 2000) })));
after(() => platform.stop());

async function open() {
  const socket = net.connect(platform.internalPort, '127.0.0.1');
  await once(socket, 'connect');
  socket.received = '';
  socket.setEncoding('latin1').on('data', (text) => (socket.received += text));
  // Dropped with bytes still unread, the socket sees a reset before it closes: 'close' tells of both.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.dropped = within(closed, kDeadlineMs, () => 'the socket was not dropped');
  return socket;
}

async function assert_served() {
  const client = await Client.connect(platform.internalUrl());
  assert.equal(await client.call('example.add', [20, 22]), 42);
  await client.close();
}

describe('a client that opens a socket and says nothing', () => {
  it('is dropped after the handshake timeout, and others connect meanwhile', async () => {
    const socket = await open();
    await assert_served();
    await socket.dropped;
  });

  it('keeps nobody out, however many they are', async () => {
    const sockets = await Promise.all(Array.from({ length: 300 }, open));
    await assert_served();
    await Promise.all(sockets.map((socket) => socket.dropped));
  });

  it('is dropped in the middle of its request, too', async () => {
    const socket = await open();
    socket.write('GET /?appId=refui HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: webs');
    await assert_served();
    await socket.dropped;
  });
});

describe('a client that does not speak WebSocket', () => {
  it('is told what is expected when it speaks HTTP', async () => {
    const socket = await open();
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await socket.dropped;
    assert.match(socket.received, /^HTTP\/1\.1 426 /);
    assert.match(socket.received, /expected a WebSocket upgrade/);
  });

  for (const [what, bytes] of [['bytes', Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10])], ['an endless header', 'GET / HTTP/1.1\r\nX: ' + 'x'.repeat(1 << 20)]]) {
    it(`is dropped when it sends ${what}`, async () => {
      const socket = await open();
      socket.write(bytes);
      await socket.dropped;
      await assert_served();
    });
  }

  it('is closed with 1002 when its frames break the protocol', async () => {
    const socket = await open();
    socket.write('GET /?appId=refui HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
    await once(socket, 'data');
    socket.write(Buffer.from([0xff, 0x80, 0, 0, 0, 0]));  // reserved bits and an unknown opcode
    await socket.dropped;
    const end = Buffer.from(socket.received, 'latin1');
    assert.ok(end.includes(Buffer.from([1002 >> 8, 1002 & 255])), end.toString('latin1'));
    await assert_served();
  });
});
