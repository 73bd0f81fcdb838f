import { type Emulator, startEmulator } from '../kit/startEmulator.ts';

export interface PlumStoresEmulator {
  readonly emulator: Emulator;
  /** The only tokens that are good now. */
  alive: { refresh: string; access: string };
}

export const CLIENT_SECRET = 'client-secret';
export const SSO_TOKEN = 'eyJ.a/b';

/** Plum's hosts of stores and of tokens, by the strictest reading: the old refresh token dies at once. */
export async function startPlumStores(): Promise<PlumStoresEmulator> {
  let count = 0;
  const emulator = await startEmulator({
    operationOf: ({ path }) => (path.includes('/token/') ? 'token' : 'session'),
    handle: ({ path, body, headers }) => {
      const said = body as Record<string, unknown>;
      if (path === '/chef/v1/oauth/token/company') {
        const isGood = said['refresh_token'] === stores.alive.refresh && said['client_secret'] === CLIENT_SECRET;
        if (!isGood) return { status: 400, body: { error: 'invalid_grant', error_description: CLIENT_SECRET } };
        count += 1;
        stores.alive = { refresh: `refresh-${count}`, access: `access-${count}` };
        const tokens = { access_token: stores.alive.access, refresh_token: stores.alive.refresh };
        return { status: 200, body: { ...tokens, token_type: 'bearer', expires_in: 1_296_000 } };
      }
      if (headers['authorization'] !== `Bearer ${stores.alive.access}`) {
        return { status: 401, body: { error: 'invalid_token' } };
      }
      return { status: 200, body: { data: { ssoToken: SSO_TOKEN } } };
    },
  });
  const stores: PlumStoresEmulator = { emulator, alive: { refresh: 'refresh-0', access: 'access-0' } };
  return stores;
}
