import { randomUUID } from 'node:crypto';
import { signWebhook } from '../../src/connectors/signedWebhook/standardWebhook.ts';
import { compareMedians, compareOverheads } from '../compare.ts';
import { ENGINE_MEMBERS, ENGINE_PROGRAM, ENGINE_SECRET, type BenchEngine, openEngine } from '../engine/openEngine.ts';
import type { Figure } from '../figure.ts';
import { httpContender } from '../load/httpContender.ts';
import { membersBalances, redeemThroughEngine } from '../load/operations.ts';
import { type Contender, interleave, type Round } from '../measure.ts';
import { anyOf, severalOf } from '../pick.ts';
import type { Server, Servers } from '../servers.ts';
import type { Setting } from '../setting.ts';
import { engineDownFigures } from './engineDown.ts';

const DIRECT = 'the engine itself';
/** Milliseconds. */
const LATENCY = 50;
const MOST_FOR_A_BALANCE = 3;
const MOST_FOR_A_REDEMPTION = 8;
const MOST_OF_LATENCY = 1.1;

const PAGE = 500;
/** Calls for balances at once, of one process to one engine. */
const CALLS_AT_ONCE = 12;
/** Milliseconds: a page is to be read before a balance's deadline. */
const PAGE_LATENCY = 20;
const MOST_OF_PAGE = 1.2;

const members = Array.from({ length: ENGINE_MEMBERS }, (_, index) => `member-${index}`);

/**
 * What we add to an engine's own time, one caller at a time: with an engine that answers at once, and with one that takes
 * a while. Then a page of members of an engine without a batch, and what an engine that is down does to others.
 */
export async function enginesFigures(setting: Setting, servers: Servers): Promise<readonly Figure[]> {
  const engine = await openEngine(setting.serviceDatabase);
  try {
    const service = await servers.service();
    return [
      ...(await overheads(setting, service, engine)),
      await pageFigure(setting, service, engine),
      ...(await engineDownFigures(setting, service, engine)),
    ];
  } finally {
    await engine.close();
  }
}

async function overheads(setting: Setting, service: Server, engine: BenchEngine): Promise<readonly Figure[]> {
  const balance = [balanceThrough(service, 1), balanceOf(engine)];
  const redemption = [redemptionThrough(service), redemptionOf(engine)];
  const run = async (
    contenders: readonly Contender[],
    latency: number,
  ): Promise<[readonly Round[], readonly Round[]]> => {
    await engine.become({ latency, isSilent: false });
    const [ours = [], theirs = []] = await interleave(contenders, setting.rounds, setting.milliseconds);
    return [ours, theirs];
  };
  const figures: Figure[] = [];
  for (const [what, contenders, most] of [
    ['a balance', balance, MOST_FOR_A_BALANCE],
    ['a redemption', redemption, MOST_FOR_A_REDEMPTION],
  ] as const) {
    const [ours, theirs] = await run(contenders, 0);
    figures.push(compareOverheads({ figure: `${what} through an engine, p50`, baseline: DIRECT, ours, theirs }, most));
    const [slowly, itself] = await run(contenders, LATENCY);
    const figure = `${what} through an engine of ${LATENCY} ms, p50`;
    figures.push(compareMedians({ figure, baseline: DIRECT, ours: slowly, theirs: itself }, MOST_OF_LATENCY));
  }
  return figures;
}

/** Against so many calls of the engine itself, one behind the other, as a page takes at the least. */
async function pageFigure(setting: Setting, service: Server, engine: BenchEngine): Promise<Figure> {
  await engine.become({ latency: PAGE_LATENCY, isSilent: false });
  const contenders = [balanceThrough(service, PAGE), balanceOf(engine)];
  const [ours = [], one = []] = await interleave(contenders, setting.rounds, setting.milliseconds);
  const peak = await engine.become({ latency: 0, isSilent: false });
  const theirs = one.map(({ rate, p50, p99 }) => ({ rate, p50: p50 && (p50 * PAGE) / CALLS_AT_ONCE, p99 }));
  const figure = `${PAGE} balances, a call each of ${PAGE_LATENCY} ms, at most ${peak} at once, p50`;
  const compared = compareMedians({ figure, baseline: `${PAGE} ÷ ${CALLS_AT_ONCE} calls`, ours, theirs }, MOST_OF_PAGE);
  return { ...compared, met: compared.met === true && peak <= CALLS_AT_ONCE };
}

function balanceThrough(service: Server, number: number): Contender {
  return httpContender({
    ...service,
    callers: 1,
    body: () => membersBalances(ENGINE_PROGRAM, severalOf(members, number)),
    // A balance that is late is answered as such at its deadline, which is what the page then takes.
    expected: { text: '"__typename":"Member"', times: number },
  });
}

function redemptionThrough(service: Server): Contender {
  return httpContender({
    ...service,
    callers: 1,
    body: () => redeemThroughEngine(ENGINE_PROGRAM, anyOf(members)),
    expected: { text: '"CONFIRMED"', times: 1 },
  });
}

function balanceOf(engine: BenchEngine): Contender {
  return signedContender(engine, '/balances', '"available":', () => ({ members: [anyOf(members)] }));
}

function redemptionOf(engine: BenchEngine): Contender {
  return signedContender(engine, '/debits', '"DONE"', () => ({
    reference: randomUUID(),
    member: anyOf(members),
    points: '1',
  }));
}

/** A caller who knows the engine's contract, and does nothing else. */
function signedContender({ url }: BenchEngine, path: string, text: string, body: () => object): Contender {
  return httpContender({
    name: DIRECT,
    url: new URL(path, url),
    headers: {},
    callers: 1,
    body: () => JSON.stringify(body()),
    sign: (sent) => ({ ...signWebhook([ENGINE_SECRET], randomUUID(), Date.now(), sent) }),
    expected: { text, times: 1 },
  });
}
