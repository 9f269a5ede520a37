// The extension that the tests bring along: libprobe.so, which behaves as it is told.

import path from 'node:path';

const libraries = process.env.RIPPLE_TEST_LIBRARIES;
if (!libraries) throw new Error('environment variable RIPPLE_TEST_LIBRARIES is missing: set it to the folder of libprobe.so');

export const kProbe = path.join(libraries, 'libprobe.so');
export const kProbeMethods = 'ripple:extn:jsonrpsee:probe';
export const kProbeChannel = 'ripple:channel:device:probe';

/**
 * Adds the probe to an extension manifest. `uses`: what probe.ask may ask; `fulfills`: what its
 * channel promises; `methods`, `channel`: the config of the two symbols.
 */
export function add_probe(extn, { uses = [], fulfills = [], methods = {}, channel = {} } = {}) {
  extn.extns.push({
    path: kProbe,
    symbols: [
      { id: kProbeMethods, uses, fulfills: ['json_rpsee'], config: methods },
      { id: kProbeChannel, uses: [], fulfills, config: channel },
    ],
  });
}

export const kWifi = 'xrn:firebolt:capability:protocol:wifi';
