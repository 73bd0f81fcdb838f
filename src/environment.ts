import { resolve } from 'node:path';
import { isIP } from 'node:net';
import { z } from 'zod';
import { isId } from './failure/checkText.ts';
import { type EncryptionKey, parseEncryptionKey } from './secrets/encryptionKey.ts';

/** A variable's text as what it means; `undefined` from `parse` is a refusal that says what was wanted. */
function setting<Value>(wanted: string, parse: (text: string) => Value | undefined): z.ZodType<Value, string> {
  return z.string().transform((text, context) => {
    const value = parse(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `must be ${wanted}` });
    return z.NEVER;
  });
}

const wholeNumber = (least: number, most: number): z.ZodType<number, string> =>
  setting(`a whole number from ${least} to ${most}`, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    return number >= least && number <= most ? number : undefined;
  });

const oneOf = <const Name extends string>(...names: readonly Name[]): z.ZodType<Name, string> =>
  setting(`one of ${names.join(', ')}`, (text) => names.find((name) => name === text));

const url = (wanted: string, ...protocols: readonly string[]): z.ZodType<URL, string> =>
  setting(wanted, (text) => {
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    return parsed !== undefined && protocols.includes(parsed.protocol) ? parsed : undefined;
  });

const list = (wanted: string, accepts: (items: readonly string[]) => boolean): z.ZodType<readonly string[], string> =>
  setting(wanted, (text) => {
    const items = text.split(',').map((item) => item.trim());
    return accepts(items) ? items : undefined;
  });

const encryptionKeys: z.ZodType<readonly EncryptionKey[], string> = setting(
  'a list of keys, each its id, a colon and 32 bytes in base64, the newest first',
  (given) => {
    const keys = given.split(',').flatMap((item) => parseEncryptionKey(item.trim()) ?? []);
    const isWhole = keys.length === given.split(',').length;
    return isWhole && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : undefined;
  },
);

const text = setting('some text', (given) => (given === '' ? undefined : given));

/** Signatures whose public key can be shown to everybody: with a shared secret, who can check can also forge. */
const ALGORITHM = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** Every variable that the service reads, with what it is when it is not set. */
export const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(4001),
  HOST: text.default('127.0.0.1'),
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').optional(),
  DATABASE_URL: url('a URL like postgresql://user:password@host:5432/name', 'postgresql:', 'postgres:').optional(),
  DATABASE_CONNECTIONS: wholeNumber(1, 1_000).default(10),
  LANES: wholeNumber(1, 64).default(2),
  DATA_DIR: setting('a folder', (given) => (given === '' ? undefined : resolve(given))).default(() => resolve('.data')),
  DEFAULT_PROGRAM: setting('the id of a program: 1 to 128 characters, no control characters', (given) =>
    isId(given) ? given : undefined,
  ).default('demo'),
  AUTH_JWKS_URL: url('the https URL of the public keys', 'https:', 'http:').optional(),
  AUTH_ISSUER: text.optional(),
  AUTH_AUDIENCE: text.optional(),
  AUTH_ALGORITHMS: list('a list of algorithms with a public key, like RS256,ES256', (items) =>
    items.every((item) => ALGORITHM.test(item)),
  ).optional(),
  ROUTER_SECRETS: list(
    'one secret, or two during rotation, of at least 32 characters each',
    (items) => items.length <= 2 && items.every((item) => item.length >= 32),
  ).optional(),
  ENCRYPTION_KEYS: encryptionKeys.optional(),
  ENGINE_ALLOWED_ADDRESSES: list('a list of addresses, or ranges like 10.1.0.0/16', (items) =>
    items.every(isAddressRange),
  ).optional(),
  METRICS_TOKEN: setting('a secret of at least 32 characters', (given) =>
    given.length >= 32 ? given : undefined,
  ).optional(),
  MAX_REPRESENTATIONS: wholeNumber(1, 100_000).default(1_000),
});

function isAddressRange(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return (
    rest.length === 0 && bits > 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
  );
}

export type Environment = z.output<typeof environment>;
