// Preloaded before the tests in Node: says what to do when their packages are not there.

const { existsSync } = require('node:fs');
const path = require('node:path');

const packages = path.join(__dirname, '..', 'node_modules', '.package-lock.json');
if (!existsSync(packages)) {
  console.error(`${path.dirname(packages)} is missing: run npm ci in tests/`);
  process.exit(1);
}
