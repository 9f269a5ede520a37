// What an honest distributor says in the manifests, so that as many methods as possible have an
// answer on a machine that knows little about itself; and one that says nothing.

export const kAccount = {
  id: 'account-1',
  device_id: 'device-1',
  session_id: 'session-1',
  uids: { refui: 'uid-of-refui' },
};

export const kTokens = {
  platform: { value: 'platform-token', expires: '2040-01-01T00:00:00Z', type: 'platform' },
  device: { value: 'device-token', expires: '2040-01-01T00:00:00Z' },
  distributor: { value: 'distributor-token', expires: '2040-01-01T00:00:00Z' },
  root: { value: 'root-token' },
};

/** Facts that Linux does not tell about itself. */
export const kDefaultValues = {
  name: 'Living room',
  locality: 'Philadelphia',
  postal_code: '19103',
  time_zone: 'America/New_York',
  preferred_audio_languages: ['eng', 'spa'],
  additional_info: { make: 'Acme', model: 'Lightbar 3', sku: 'LB-3' },
  video_dimensions: [1920, 1080],
  latlon: [39.9526, -75.1652],
};

/** The distributor's symbol in an extension manifest. */
export const distributor_of = (manifest) => manifest.extns.flatMap(({ symbols }) => symbols)
  .find(({ id }) => id === 'ripple:channel:distributor:general');

/** Changes for Platform.start(): a distributor that answers what it honestly can. */
export const generous = {
  device(manifest) {
    Object.assign(manifest.configuration.default_values, kDefaultValues);
  },
  extn(manifest) {
    Object.assign(distributor_of(manifest).config, { account: kAccount, tokens: kTokens });
  },
};

/** Changes for Platform.start(): no default value that could be left out, no account, no token. */
export const silent = {
  device(manifest) {
    manifest.configuration.default_values = { lifecycle_transition_validate: true };
  },
};

/** All of the changes, one after the other. */
export function together(...all) {
  const changes = {};
  for (const part of ['device', 'extn', 'apps']) {
    changes[part] = (manifest) => {
      for (const changes_of_one of all) changes_of_one[part]?.(manifest);
    };
  }
  return changes;
}
