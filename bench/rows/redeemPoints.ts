import type { AccountRef } from '../../src/ledger/account.ts';
import { compareRates, compareTails } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { httpContender } from '../load/httpContender.ts';
import { redeemPoints } from '../load/operations.ts';
import { interleave } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { anyOf } from '../pick.ts';
import type { Servers } from '../servers.ts';
import type { Setting } from '../setting.ts';

const CALLERS = 64;

interface Kind {
  readonly hot: boolean;
  /** The least factor to reach in rate. */
  readonly rate: number;
  /** The greatest part of the first draft's p99; null: no target. */
  readonly tail: number | null;
}

/** The mutation over HTTP, the service against the first draft. */
export async function redeemPointsFigures(setting: Setting, servers: Servers, kind: Kind): Promise<readonly Figure[]> {
  const member = (): AccountRef => (kind.hot ? (setting.accounts[0] as AccountRef) : anyOf(setting.accounts));
  const contenders = await Promise.all(
    [servers.service(), servers.firstDraft()].map(async (starting) =>
      httpContender({
        ...(await starting),
        callers: CALLERS,
        body: () => redeemPoints(PROGRAM.id, member().memberId),
        expected: { text: '"RedeemPointsSuccess"', times: 1 },
      }),
    ),
  );
  const [ours = [], theirs = []] = await interleave(contenders, setting.rounds, setting.milliseconds);
  const figure = `redeemPoints over HTTP, ${CALLERS} callers, ${kind.hot ? 'hot account' : 'spread'}`;
  const comparison = { figure, baseline: 'first draft', ours, theirs };
  const rate = compareRates(comparison, kind.rate);
  return kind.tail === null ? [rate] : [rate, compareTails(comparison, kind.tail)];
}
