import { afterAll, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../../src/database/openDatabase.ts';
import type { AccountRef } from '../../../src/ledger/account.ts';
import type { Command } from '../../../src/ledger/command.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { type Act, checkHistory, type Look, type PostingRow } from '../../support/historyChecker.ts';
import { capture, credit, debit, hold, memberAccount, release, reverse } from './support/commands.ts';
import { unsteady, type UnsteadyDatabase } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();
const pools: OpenDatabase[] = [];
const CALLERS = 64;
const STEPS = 40;
// Few members, so that everybody meets everybody; holds on half of them, where the checker has to be more lenient.
const ACCOUNTS = Array.from({ length: 6 }, (_, i) => memberAccount(`history-${i}`));

afterAll(async () => {
  await Promise.all(pools.map(async (pool) => pool.close()));
});

interface World {
  readonly ledgers: readonly Ledger[];
  readonly databases: readonly UnsteadyDatabase[];
  readonly acts: Act[];
  readonly looks: Look[];
  /** What was sent so far: to be sent again, or to be reversed. */
  readonly sent: Command[];
  readonly random: (below: number) => number;
}

test('what 64 callers of two ledgers hear can have come from one ledger', async () => {
  const seed = Date.now() % 2 ** 31;
  const databases = [open(), open()];
  const ledgers = databases.map((hot) => books.another({ hot }));
  const world: World = { ledgers, databases, acts: [], looks: [], sent: [], random: randomFrom(seed) };
  await Promise.all(Array.from({ length: CALLERS }, async () => call(world)));
  const postings = await books.database.reads.query<PostingRow>(
    {
      name: 'history',
      text: `SELECT account_id AS "accountId", seq, amount, balance_after AS "balanceAfter", request_id AS "requestId"
             FROM posting`,
    },
    [],
  );
  const problems = checkHistory({ acts: world.acts, looks: world.looks, postings, isForeign: () => false });
  expect(problems, `seed ${seed}`).toEqual([]);
  expect(await books.verify(), `seed ${seed}`).toBeNull();
  const told = new Set(world.acts.map(({ outcome }) => outcome?.status));
  expect([...told], 'the run was worth checking').toEqual(expect.arrayContaining(['accepted', 'rejected', 'conflict']));
  expect(world.acts.some(({ outcome }) => outcome?.status === 'accepted' && outcome.replayed)).toBe(true);
});

function open(): UnsteadyDatabase {
  const { connectionString } = books.database;
  const pool = openDatabase({ connectionString, connections: 2, hot: true, role: 'points_service' });
  pools.push(pool);
  return unsteady(pool);
}

async function call(world: World): Promise<void> {
  const { ledgers, databases, looks, random } = world;
  for (let step = 0; step < STEPS; step += 1) {
    const account = ACCOUNTS[random(ACCOUNTS.length)] as AccountRef;
    const ledger = ledgers[random(2)] as Ledger;
    // Now and then a connection is lost.
    const { lose } = databases[random(2)] as UnsteadyDatabase;
    if (random(100) === 0) lose[random(2) === 0 ? 'before' : 'after'] += 1;
    if (random(10) === 0) {
      const sentAt = performance.now();
      const [seen] = await ledger.accounts([account]);
      const acknowledgedAt = performance.now();
      if (seen != null)
        looks.push({ sentAt, acknowledgedAt, accountId: seen.id, seq: seen.seq, balance: seen.balance });
    } else {
      await act(world, ledger, nextCommand(world, account));
    }
  }
}

/** A new command, the repetition of an old one, perhaps still under way, or an old id with a new input. */
function nextCommand({ sent, random }: World, account: AccountRef): Command {
  const points = BigInt(1 + random(30));
  const old = sent[sent.length - 1 - random(Math.min(sent.length, 40))];
  if (old !== undefined && random(8) === 0) return old;
  if (old !== undefined && random(40) === 0) return { ...debit(account, points), id: old.id };
  const dice = random(10);
  if (dice < 3) return credit(account, points);
  const own = sent.findLast(
    ({ kind, account: of }) => of.id === account.id && (dice < 5 ? kind === 'DEBIT' : kind === 'HOLD'),
  );
  if (own !== undefined && dice === 3) return reverse(account, own.id, random(2) === 0 ? null : points);
  if (ACCOUNTS.indexOf(account) % 2 === 1) {
    if (own !== undefined && dice === 5) return capture(account, own.id, points);
    if (own !== undefined && dice === 6) return release(account, own.id);
    if (dice === 7) return hold(account, points);
  }
  return debit(account, points);
}

async function act({ acts, sent }: World, ledger: Ledger, command: Command): Promise<void> {
  const { id, kind, fingerprint } = command;
  sent.push(command);
  const sentAt = performance.now();
  const outcome = await ledger.post(command).catch(() => null);
  const request = { id, kind, fingerprint, accountId: command.account.id };
  acts.push({ sentAt, acknowledgedAt: performance.now(), request, outcome });
}

/** Numbers that a seed determines. How the callers' turns interleave, it does not. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
