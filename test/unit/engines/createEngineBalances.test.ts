import { afterEach, expect, test, vi } from 'vitest';
import { type EngineBalance, type EngineMember, EngineUnavailable } from '../../../src/connectors/loyaltyConnector.ts';
import { brokenConnector } from '../../../src/engines/brokenConnector.ts';
import { createEngineBalances, type EngineBalancesParts } from '../../../src/engines/createEngineBalances.ts';
import type { LastBalances } from '../../../src/engines/lastBalances.ts';
import type { ConfiguredEngine } from '../../../src/engines/programEngines.ts';
import { accountRef } from '../../../src/ledger/account.ts';

interface Call {
  readonly members: readonly EngineMember[];
  readonly answer: (...balances: readonly (EngineBalance | null | EngineUnavailable)[]) => void;
}

/** An engine whose every call waits to be answered. */
function heldEngine(batchBalances: boolean, programId = 'club') {
  const calls: Call[] = [];
  const broken = brokenConnector('');
  const engine: ConfiguredEngine = {
    programId,
    kind: 'held',
    version: 1,
    acceptsUncertainty: false,
    configuration: {
      programId,
      version: 1,
      settingsVersion: 1,
      kind: 'held',
      settings: {},
      mapping: { kind: 'SAME_ID' },
      acceptsUncertainty: false,
      changedBy: 'operator',
      changedAt: new Date(0),
    },
    connector: {
      ...broken,
      capabilities: { ...broken.capabilities, batchBalances },
      balances: async (members) =>
        new Promise((resolve) => {
          calls.push({ members, answer: (...balances) => resolve(balances) });
        }),
    },
    membersOf: async (ids) => ids.map((id) => ({ id })),
  };
  return { engine, calls };
}

function balancesOn(parts: Partial<EngineBalancesParts> = {}) {
  const saved: Parameters<LastBalances['save']>[0][number][] = [];
  const lastBalances: EngineBalancesParts['lastBalances'] = {
    find: async (members) => members.map(() => null),
    save: async (balances) => void saved.push(...balances),
  };
  return { saved, balances: createEngineBalances({ lastBalances, deadline: 60_000, ...parts }) };
}

async function refuse(): Promise<never> {
  throw new Error('no space');
}

const TEN = { available: '10', pending: '0' };
const of = (member: string) => accountRef('club', member);
const turn = async (): Promise<void> => {
  for (let time = 0; time < 10; time += 1) await new Promise(setImmediate);
};

afterEach(() => {
  vi.useRealTimers();
});

test('no more calls are open at once than allowed; the next one leaves when one is answered', async () => {
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn({ callsAtOnce: 3 });
  const read = Promise.all(Array.from({ length: 8 }, async (_, index) => balances.read(engine, of(`m-${index}`))));
  for (let answered = 0; answered < 8; answered += 1) {
    await turn();
    expect(calls).toHaveLength(Math.min(8, 3 + answered));
    calls[answered]?.answer(TEN);
  }
  expect(await read).toEqual(Array.from({ length: 8 }, () => expect.objectContaining({ available: '10' })));
});

test('members whose call is answered do not wait for the others', async () => {
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn();
  const jane = balances.read(engine, of('jane'));
  const john = balances.read(engine, of('john'));
  await turn();
  calls[0]?.answer(TEN);
  expect(await jane).toMatchObject({ available: '10', isStale: false });
  calls[1]?.answer(null);
  expect(await john).toBeNull();
});

test('a batch asks for each member once', async () => {
  const { engine, calls } = heldEngine(true);
  const { balances } = balancesOn();
  const read = Promise.all(['jane', 'john', 'jane'].map(async (member) => balances.read(engine, of(member))));
  await turn();
  expect(calls.map(({ members }) => members)).toEqual([[{ id: 'jane' }, { id: 'john' }]]);
  calls[0]?.answer(TEN, null);
  const [jane, john, again] = await read;
  expect([jane, john]).toEqual([expect.objectContaining(TEN), null]);
  expect(again).toBe(jane);
});

test('after a movement nobody is given what was asked before it', async () => {
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn();
  const before = balances.read(engine, of('jane'));
  await turn();
  balances.outdate(of('jane'));
  const after = balances.read(engine, of('jane'));
  await turn();
  expect(calls).toHaveLength(2);
  calls[1]?.answer({ available: '7', pending: '0' });
  calls[0]?.answer(TEN);
  expect(await after).toMatchObject({ available: '7' });
  expect(await before).toMatchObject({ available: '10' });
});

test('an engine that never answers keeps nobody waiting, whatever it does with its signal', async () => {
  const told: string[] = [];
  const { engine } = heldEngine(false);
  const { balances } = balancesOn({ deadline: 20, callsAtOnce: 1, onUnavailable: (_, words) => told.push(words) });
  const read = await Promise.allSettled(['jane', 'john'].map(async (member) => balances.read(engine, of(member))));
  expect(read.map((one) => one.status === 'rejected' && one.reason instanceof EngineUnavailable)).toEqual([true, true]);
  await turn();
  expect(told).toHaveLength(1);
});

test('another version of the engine is asked itself', async () => {
  const [one, two] = [heldEngine(false), heldEngine(false)];
  const { balances } = balancesOn();
  const first = balances.read(one.engine, of('jane'));
  const second = balances.read(two.engine, of('jane'));
  await turn();
  one.calls[0]?.answer(TEN);
  two.calls[0]?.answer({ available: '3', pending: '0' });
  expect((await first)?.available).toBe('10');
  expect((await second)?.available).toBe('3');
});

test('what could not be kept is told, and the reader has their balance all the same', async () => {
  const problems: unknown[] = [];
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn({
    lastBalances: { find: refuse, save: refuse },
    onProblem: (error) => problems.push(error),
  });
  const read = balances.read(engine, of('jane'));
  await turn();
  calls[0]?.answer(TEN);
  expect(await read).toMatchObject(TEN);
  await balances.close();
  expect(problems).toEqual([new Error('no space')]);

  const down = balances.read(engine, of('jane'));
  await turn();
  calls[1]?.answer(new EngineUnavailable('It is down.'));
  await expect(down).rejects.toThrow('It is down.');
});

test('what the engine said is kept with whom it was asked about, and when', async () => {
  const { engine, calls } = heldEngine(false);
  const { balances, saved } = balancesOn({ now: () => new Date(7) });
  const read = balances.read(engine, of('jane'));
  await turn();
  calls[0]?.answer(TEN);
  await read;
  await balances.close();
  expect(saved).toEqual([
    { account: of('jane'), engineMemberId: 'jane', settingsVersion: 1, ...TEN, asOf: new Date(7) },
  ]);
});

/** The clock that deadlines are told by stands still until it is moved. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}
const until = (milliseconds: number): number => performance.now() + milliseconds;
const NINE = { available: '9', pending: '0', asOf: new Date(7) };
const knowingNine = (saved: unknown[] = []): EngineBalancesParts['lastBalances'] => ({
  find: async (members) => members.map(() => NINE),
  save: async (balances) => void saved.push(...balances),
});

test('each caller stops waiting when their own time is over, and the call goes on for the others and for later', async () => {
  stopClock();
  const saved: unknown[] = [];
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn({ lastBalances: knowingNine(saved) });
  const hasty = balances.read(engine, of('jane'), until(100));
  const patient = balances.read(engine, of('jane'), until(1_000));
  const idle = balances.read(engine, of('jane'));
  await turn();
  vi.advanceTimersByTime(100);
  expect(await hasty).toEqual({ ...NINE, isStale: true });
  // Who comes when the first one has gone shares the call too.
  const late = balances.read(engine, of('jane'), until(1_000));
  await turn();
  expect(calls).toHaveLength(1);
  calls[0]?.answer(TEN);
  for (const one of [patient, idle, late]) expect(await one).toMatchObject({ ...TEN, isStale: false });
  await balances.close();
  expect(saved).toEqual([expect.objectContaining(TEN)]);
});

test('what an engine answers when everybody has gone is kept', async () => {
  stopClock();
  const { engine, calls } = heldEngine(false);
  const { balances, saved } = balancesOn();
  const gone = balances.read(engine, of('jane'), until(100));
  await turn();
  vi.advanceTimersByTime(100);
  await expect(gone).rejects.toThrow(EngineUnavailable);
  calls[0]?.answer(TEN);
  await turn();
  await balances.close();
  expect(saved).toEqual([expect.objectContaining(TEN)]);
  // The next one asks anew.
  void balances.read(engine, of('jane'));
  await turn();
  expect(calls).toHaveLength(2);
});

test('who has too little time left for a call is given the last figures, and the engine is not called', async () => {
  stopClock();
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn({ lastBalances: knowingNine() });
  expect(await balances.read(engine, of('jane'), until(49))).toEqual({ ...NINE, isStale: true });
  expect(await balances.read(engine, of('jane'), until(-1))).toEqual({ ...NINE, isStale: true });
  await expect(balancesOn().balances.read(engine, of('jane'), until(49))).rejects.toThrow(EngineUnavailable);
  const stranger = { ...engine, membersOf: async () => [null] };
  expect(await balances.read(stranger, of('jane'), until(49))).toBeNull();
  await turn();
  expect(calls).toEqual([]);
  void balances.read(engine, of('jane'), until(50));
  await turn();
  expect(calls).toHaveLength(1);
});

test('a caller with more time than a call has waits as long as the call', async () => {
  stopClock();
  const { engine, calls } = heldEngine(false);
  const { balances } = balancesOn({ deadline: 2_000, lastBalances: knowingNine() });
  const read = balances.read(engine, of('jane'), until(30_000));
  await turn();
  vi.advanceTimersByTime(2_000);
  expect(await read).toEqual({ ...NINE, isStale: true });
  expect(calls).toHaveLength(1);
});
