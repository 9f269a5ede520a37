// Apps on the app port: each needs a session, which the first-party app opens.
//
//   const platform = await Platform.start(together(generous, with_apps('alpha', 'beta')));
//   const url = platform.appUrl(await open_session(platform, 'alpha'));

import { Client } from '../integration/client.mjs';
import { distributor_of } from './distributor.mjs';

export const kHomeIntent = { action: 'home', context: { source: 'device' } };

/** Changes for Platform.start(): further apps, which may use what refui may use, and no more. */
export function with_apps(...app_ids) {
  const app = (app_id, capabilities) => ({
    app_id,
    boot_state: 'inactive',
    manifest: {
      embedded: {
        app_key: `xrn:firebolt:application:${app_id}`,
        name: app_id,
        runtime: 'web',
        start_page: `http://127.0.0.1:8080/${app_id}.html`,
        capabilities: {
          used: { required: capabilities, optional: [] },
          managed: { required: [], optional: [] },
          provided: { required: [], optional: [] },
        },
      },
    },
  });
  let supported;
  return {
    device(manifest) {
      supported = manifest.capabilities.supported;
    },
    extn(manifest) {
      const { permissions } = distributor_of(manifest).config;
      for (const app_id of app_ids) permissions[app_id] = supported;
    },
    apps(manifest) {
      manifest.default_library.push(...app_ids.map((app_id) => app(app_id, supported)));
    },
  };
}

/** Opens a session for `app_id`, as the first-party app does; its id. */
export async function open_session(platform, app_id, launch = { intent: kHomeIntent }) {
  const refui = await Client.connect(platform.internalUrl('refui'));
  try {
    await refui.listen('lifecyclemanagement.onSessionTransitionCompleted');
    const session = await refui.call('lifecyclemanagement.session', { session: { app: { id: app_id }, launch } });
    if (session.sessionId) return session.sessionId;
    for (;;) {
      const { result } = await refui.next();
      if (result.appId === app_id && result.sessionId) return result.sessionId;
    }
  } finally {
    await refui.close();
  }
}
