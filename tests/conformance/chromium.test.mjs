// A page in a real browser, with both official clients, as an app on a television has them.
// Skipped where there is no Chromium; CHROMIUM names one elsewhere than in /usr/bin.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '../integration/client.mjs';
import { Platform, make_directory, within } from '../support/platform.mjs';
import { generous } from './distributor.mjs';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const kPackages = fileURLToPath(new URL('../node_modules', import.meta.url));
const kDeadlineMs = 90_000;

const page = (endpoint) => `<!doctype html>
<script type="importmap">
{"imports": {"@firebolt-js/sdk": "/@firebolt-js/sdk/dist/lib/firebolt.mjs",
             "@firebolt-js/manage-sdk": "/@firebolt-js/manage-sdk/dist/lib/firebolt-manage.mjs"}}
</script>
<script type="module">
  const report = (what) => fetch('/report', { method: 'POST', body: JSON.stringify(what) });
  window.__firebolt = { endpoint: ${JSON.stringify(endpoint)} };
  try {
    const core = await import('@firebolt-js/sdk');
    const manage = await import('@firebolt-js/manage-sdk');
    const changed = new Promise((resolve) => core.Device.listen('nameChanged', resolve));
    await manage.Device.name('Browser');
    await report({ changed: await changed, name: await core.Device.name(), id: await core.Device.id() });
  } catch (error) {
    await report({ error: error.message ?? String(error) });
  }
</script>`;

/** Serves the page and the packages; `reported` is what the page posts. */
async function serve(html) {
  let resolve;
  const reported = new Promise((settle) => (resolve = settle));
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request.setEncoding('utf8')) body += part;
      response.end();
      resolve(JSON.parse(body));
    } else if (request.url === '/') {
      response.setHeader('content-type', 'text/html').end(html);
    } else {
      const file = path.join(kPackages, path.normalize(request.url));
      const text = await readFile(file).catch(() => undefined);
      response.statusCode = text ? 200 : 404;
      response.setHeader('content-type', 'text/javascript').end(text);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, reported, url: `http://127.0.0.1:${server.address().port}/` };
}

describe('A page in Chromium', () => {
  const skip = existsSync(kChromium) ? false : `${kChromium} is missing`;

  it('sets the name of the device, is told of it, and reads it', { skip }, async () => {
    const profile = await make_directory();
    const platform = await Platform.start(generous);
    const { server, reported, url } = await serve(page(platform.internalUrl('refui')));
    const browser = spawn(kChromium,
      ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`, url],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    browser.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const gone = once(browser, 'exit');
    try {
      const ended = gone.then(([code]) => assert.fail(`the browser ended with ${code}:\n${stderr}`));
      const found = await within(Promise.race([reported, ended]), kDeadlineMs,
        () => `the page reported nothing:\n${stderr}`);
      const client = await Client.connect(platform.internalUrl('refui'));
      assert.deepEqual(found, { changed: 'Browser', name: 'Browser', id: await client.call('device.id') });
      await client.close();
    } finally {
      browser.kill('SIGKILL');
      await gone;
      browser.stderr.destroy();
      server.closeAllConnections();
      server.close();
      await platform.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
