import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';
import { build } from './support/build.ts';
import type { RunningService } from './support/service.ts';
import { askGraph, startService } from './support/service.ts';

beforeAll(build);

/** The service on a database of somebody else's, with a program of its own. */
async function start(environment: Readonly<Record<string, string>>): Promise<RunningService> {
  const database: TestDatabase = await createTestDatabase();
  onTestFinished(() => database.close());
  const program = { id: 'club', name: 'The club', unitName: 'point', decimals: 0, timeZone: 'UTC' };
  await database.prisma.program.create({ data: program });
  const service = await startService({
    DATABASE_URL: database.connectionString,
    DEFAULT_PROGRAM: 'club',
    ...environment,
  });
  onTestFinished(async () => {
    process.kill(service.pid, 'SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, problems: '' });
  });
  return service;
}

const members = (...ids: readonly string[]): object => ({
  variables: { references: ids.map((id) => ({ __typename: 'Member', id })) },
});

test('in production it lets in the router with a token, and nobody else', async () => {
  const secret = 'a-secret-of-the-router-and-of-nobody-else';
  const { url } = await start({
    NODE_ENV: 'production',
    AUTH_JWKS_URL: 'http://127.0.0.1:1/keys',
    AUTH_ISSUER: 'https://id.example',
    AUTH_AUDIENCE: 'points',
    ROUTER_SECRETS: secret,
  });
  const query = '{ programs { id } }';
  const refused = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await askGraph(url, query)).toMatchObject({ status: 401, body: refused });
  expect((await askGraph(url, query, { headers: { 'x-router-secret': secret } })).body).toMatchObject(refused);
  expect((await fetch(url)).status).toBe(404);
});

test('a database with a program in it gets no demo, and limits are as configured', async () => {
  const { url } = await start({ MAX_REPRESENTATIONS: '1' });
  expect((await askGraph(url, '{ programs { id } }')).body).toEqual({ data: { programs: [{ id: 'club' }] } });
  const query = 'query ($references: [_Any!]!) { _entities(representations: $references) { __typename } }';
  expect((await askGraph(url, query, members('m-1'))).body).toEqual({
    data: { _entities: [{ __typename: 'Member' }] },
  });
  expect((await askGraph(url, query, members('m-1', 'm-2'))).body).toMatchObject({
    errors: [{ message: expect.stringContaining('at most 1') }],
  });
});
