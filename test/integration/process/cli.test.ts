import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../support/testDatabase.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';
import { build } from './support/build.ts';
import { runCli } from './support/service.ts';

let database: TestDatabase;
beforeAll(async () => {
  build();
  database = await createTestDatabase();
});
afterAll(() => database.close());

const run = (command: string, ...args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(command, args, { DATABASE_URL: database.connectionString });

describe('program', () => {
  const create = ['set', 'acme', '--name', 'Acme Miles', '--unit', 'miles', '--decimals', '2'];

  test('is created with what never changes, then changed in the rest', async () => {
    expect(await run('program', 'set', 'acme')).toMatchObject({
      code: 1,
      problems: expect.stringMatching(/^acme is new: it needs --name, --unit and --decimals.*\nUsage: npm run program/),
    });
    expect(await run('program', ...create, '--expiry-months', '12')).toMatchObject({ code: 0, problems: '' });
    const storefront = ['--plum-token', 'a'.repeat(32), '--plum-allow-ip', '203.0.113.0/24', '--plum-allow-ip', '::1'];
    const changed = await run('program', 'set', 'acme', '--time-zone', 'Asia/Kolkata', ...storefront);
    const line =
      'acme: Acme Miles, miles with 2 decimals, Asia/Kolkata, expire after 12 months, storefront from 203.0.113.0/24, ::1\n';
    expect(changed).toEqual({ code: 0, output: line, problems: '' });
    expect(await run('program', 'list')).toEqual({ code: 0, output: line, problems: '' });
    const stored = await database.prisma.program.findUniqueOrThrow({ where: { id: 'acme' } });
    expect(stored.plumTokenHash).toHaveLength(32);
    expect(await run('program', 'set', 'acme', '--decimals', '3')).toMatchObject({ code: 1 });
    expect(await run('program', 'set', 'acme', '--expiry-months', 'never', '--plum-token', 'none')).toMatchObject({
      code: 0,
      output: expect.stringContaining('never expire, no storefront'),
    });
  }, 300_000);

  test.each([
    ['--time-zone', 'Mars/Olympus'],
    ['--expiry-months', '0'],
    ['--plum-token', 'guessable'],
    ['--plum-allow-ip', '203.0.113.0/33'],
    ['--opens-accounts', 'maybe'],
    ['--colour', 'red'],
  ])('says what is wrong with %s %s', async (option, value) => {
    const { code, problems } = await run('program', ...create, option, value);
    expect(code).toBe(1);
    expect(problems).toContain(option);
    expect(problems).toContain('Usage: npm run program');
  });
});

test('member keeps what it is not told to change', async () => {
  await run('member', 'set', 'm-1', '--given-name', 'Ada', '--email', 'ada@example.com');
  const changed = await run('member', 'set', 'm-1', '--email', 'ada@work.example');
  expect(changed).toEqual({ code: 0, output: 'm-1 is changed.\n', problems: '' });
  expect(await database.prisma.memberProfile.findUnique({ where: { memberId: 'm-1' } })).toEqual({
    memberId: 'm-1',
    givenName: 'Ada',
    familyName: null,
    email: 'ada@work.example',
    phone: null,
  });
  expect(await run('member', 'set', 'm-1', '--email', 'nowhere')).toMatchObject({ code: 1 });
});

test('token is for the demo alone', async () => {
  const { AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE } = {
    AUTH_JWKS_URL: 'https://id.example/keys',
    AUTH_ISSUER: 'https://id.example',
    AUTH_AUDIENCE: 'points',
  };
  const refused = await runCli('token', ['--member', 'm-0001'], { AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE });
  expect(refused).toMatchObject({
    code: 1,
    output: '',
    problems: expect.stringMatching(/^Authentication is configured/),
  });
});

test('verify names the first bad row', async () => {
  expect(await run('verify')).toEqual({
    code: 0,
    output: 'The books are right: 0 accounts, 0 postings.\n',
    problems: '',
  });
  const id = randomUUID();
  const text = `INSERT INTO account (bucket, account_id, program_id, member_id, status, balance, held, lots, next_expiry, seq, opened_at, changed_at)
                VALUES ($1::int % 64, $2, 'acme', 'm-1', 'ACTIVE', 5, 0, '{2147483647,5}', 2147483647, 1, now(), now())`;
  await database.reads.query({ name: 'add_account', text }, [Number.parseInt(id.slice(0, 2), 16), id]);
  const { code, output, problems } = await run('verify');
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(problems).toContain(id);
});
