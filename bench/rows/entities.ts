import { compareRates } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { httpContender } from '../load/httpContender.ts';
import { balances, BALANCES_A_REQUEST } from '../load/operations.ts';
import { interleave } from '../measure.ts';
import { severalOf } from '../pick.ts';
import type { Servers } from '../servers.ts';
import type { Setting } from '../setting.ts';

const CALLERS = 16;

/** What a gateway asks: the balances of 50 accounts at once, against the first draft and against the floor. */
export async function entitiesFigures(setting: Setting, servers: Servers): Promise<readonly Figure[]> {
  const ids = setting.accounts.map((account) => account.id);
  const contenders = await Promise.all(
    [servers.service(), servers.firstDraft(), servers.floor()].map(async (starting) =>
      httpContender({
        ...(await starting),
        callers: CALLERS,
        body: () => balances(severalOf(ids, BALANCES_A_REQUEST)),
        expected: { text: '"available":', times: BALANCES_A_REQUEST },
      }),
    ),
  );
  const [ours = [], draft = [], floor = []] = await interleave(contenders, setting.rounds, setting.milliseconds);
  const figure = `_entities of ${BALANCES_A_REQUEST} balances, ${CALLERS} callers`;
  return [
    compareRates({ figure, baseline: 'first draft', ours, theirs: draft }, 2.5),
    compareRates({ figure, baseline: 'floor', ours, theirs: floor }, 0.5),
  ];
}
