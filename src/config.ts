import { BlockList, isIP } from 'node:net';
import type { Environment } from './environment.ts';
import { environment } from './environment.ts';
import type { EncryptionKey } from './secrets/encryptionKey.ts';
import { StartupProblem } from './startupProblem.ts';

/** Everything that the environment decides. */
export interface Config {
  /** 0: whichever is free. */
  readonly port: number;
  readonly host: string;
  readonly environment: Environment['NODE_ENV'];
  readonly logLevel: NonNullable<Environment['LOG_LEVEL']>;
  /** Null: PostgreSQL runs embedded, in the data folder. */
  readonly databaseUrl: string | null;
  /** For everything but posting, which has a few of its own. */
  readonly databaseConnections: number;
  /** How many batches of postings run at once, each on a connection of its own. */
  readonly lanes: number;
  readonly dataDir: string;
  readonly defaultProgram: string;
  readonly auth: AuthConfig;
  readonly routerSecrets: readonly string[];
  /** What secrets in the database are sealed with, the newest first; empty: none was given. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Addresses and ranges of loyalty engines that may be called although they are private. */
  readonly engineAllowedAddresses: readonly string[];
  /** Who may read the metrics; null: anybody in the demo, and nobody elsewhere. */
  readonly metricsToken: string | null;
  /** How many references one `_entities` may ask for. */
  readonly maxRepresentations: number;
}

export type AuthConfig =
  | { readonly mode: 'demo' }
  | {
      readonly mode: 'tokens';
      /** Null: nobody signs tokens; the storefronts' own stay good. */
      readonly issuer: { readonly jwksUrl: URL; readonly name: string; readonly audience: string } | null;
      readonly algorithms: readonly string[];
    };

/** In the demo an engine may run on the same machine. */
const DEMO_ADDRESSES = ['127.0.0.1', '::1'];
const STANDARD_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Reads the configuration. Throws StartupProblem, which names each variable that is wrong or missing. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is how many tools say that there is none.
  const given = Object.entries(variables).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    // The value is not repeated: it may be a secret.
    throw new StartupProblem(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'),
    );
  }
  const settings = parsed.data;
  const auth = authOf(settings);
  if (auth.mode === 'demo') refuseBeyondDemo(settings);
  return {
    port: settings.PORT,
    host: settings.HOST,
    environment: settings.NODE_ENV,
    logLevel: settings.LOG_LEVEL ?? (settings.NODE_ENV === 'production' ? 'info' : 'warn'),
    databaseUrl: settings.DATABASE_URL?.href ?? null,
    databaseConnections: settings.DATABASE_CONNECTIONS,
    lanes: settings.LANES,
    dataDir: settings.DATA_DIR,
    defaultProgram: settings.DEFAULT_PROGRAM,
    auth,
    routerSecrets: settings.ROUTER_SECRETS ?? [],
    encryptionKeys: settings.ENCRYPTION_KEYS ?? [],
    engineAllowedAddresses: settings.ENGINE_ALLOWED_ADDRESSES ?? (auth.mode === 'demo' ? DEMO_ADDRESSES : []),
    metricsToken: settings.METRICS_TOKEN ?? null,
    maxRepresentations: settings.MAX_REPRESENTATIONS,
  };
}

function authOf(settings: Environment): AuthConfig {
  const { AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE, AUTH_ALGORITHMS, ROUTER_SECRETS } = settings;
  const algorithms = AUTH_ALGORITHMS ?? STANDARD_ALGORITHMS;
  const parts = { AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE };
  const missing = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (AUTH_JWKS_URL !== undefined && AUTH_ISSUER !== undefined && AUTH_AUDIENCE !== undefined) {
    return {
      mode: 'tokens',
      issuer: { jwksUrl: AUTH_JWKS_URL, name: AUTH_ISSUER, audience: AUTH_AUDIENCE },
      algorithms,
    };
  }
  if (missing.length < 3 || AUTH_ALGORITHMS !== undefined) {
    throw new StartupProblem(`${missing.join(' and ')} must be set too: authentication is configured by halves.`);
  }
  return ROUTER_SECRETS === undefined ? { mode: 'demo' } : { mode: 'tokens', issuer: null, algorithms };
}

/** In demo mode everybody who reaches the service may do everything: only this machine may reach it. */
function refuseBeyondDemo({ NODE_ENV, HOST }: Environment): void {
  const advice =
    'Set AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE, or ROUTER_SECRETS where only storefronts and the router call.';
  if (NODE_ENV === 'production') {
    throw new StartupProblem(`NODE_ENV is production, and no authentication is configured. ${advice}`);
  }
  if (!isLoopback(HOST)) {
    throw new StartupProblem(`HOST ${HOST} is beyond loopback, and no authentication is configured. ${advice}`);
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const version = isIP(host);
  return version === 0 ? host === 'localhost' : loopback.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
