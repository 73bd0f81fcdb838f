import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';
import { build } from './support/build.ts';
import { MAIN } from './support/service.ts';
import type { ProgramOptions } from './support/startProgram.ts';
import { startProgram } from './support/startProgram.ts';

beforeAll(build);

/** What a start that ends by itself ends with. */
async function refusal(environment: Readonly<Record<string, string>>, options: ProgramOptions = {}): Promise<string> {
  const folder = await temporaryFolder();
  const { code, output, problems } = await startProgram(MAIN, { folder, ...options, environment }).ended;
  expect({ code, output }).toEqual({ code: 1, output: '' });
  return problems;
}

test.each([
  ['PORT', { PORT: 'http' }, /^PORT must be a whole number from 0 to 65535\.\n$/],
  [
    'authentication in production',
    { NODE_ENV: 'production' },
    /^NODE_ENV .*AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE/,
  ],
  ['authentication beyond loopback', { HOST: '0.0.0.0' }, /^HOST .*AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE/],
  ['half of authentication', { AUTH_ISSUER: 'https://id.example' }, /^AUTH_JWKS_URL and AUTH_AUDIENCE must be set/],
  ['a database that is not there', { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }, /^DATABASE_URL: .*ECONNREFUSED/],
  ['a data folder that is a file', { DATA_DIR: '/dev/null' }, /^DATA_DIR \/dev\/null cannot be used: /],
])('the start stops at %s, in one line that names the variable', async (_, environment, line) => {
  const problems = await refusal(environment);
  expect(problems).toMatch(line);
  expect(problems.trim().split('\n')).toHaveLength(1);
});

test('a .env file counts like the environment, and the environment more', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.env'), 'LOG_LEVEL=deafening\nPORT=telephone\n');
  expect(await refusal({ PORT: '0' }, { folder })).toMatch(/^LOG_LEVEL must be/);
});

test('a taken port is named, and nothing stays behind', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.close());
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    other.close();
  });
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;

  const problems = await refusal({ PORT: String(port), DATABASE_URL: database.connectionString });
  expect(problems).toBe(`PORT ${port} on 127.0.0.1 is taken. Set another PORT.\n`);
  // With its own PostgreSQL it is told before anything is set up.
  const folder = await temporaryFolder();
  expect(await refusal({ PORT: String(port) }, { folder })).toBe(problems);
  expect(await readdir(folder)).toEqual([]);
});
