import { createRowDriver } from '../../saga/createRowDriver.ts';
import type { Unsent } from '../../saga/unsent.ts';
import type { EngineRedemption } from './engineRedemption.ts';
import type { RedemptionReservation } from './engineRedemptions.ts';
import type { EngineSaga, Hurried } from './engineSaga.ts';
import { redemptionLane } from './redemptionLane.ts';
import { reversalLane } from './reversalLane.ts';
import type { Fruitless } from '../../saga/runRow.ts';
import type { SagaContext } from './sagaContext.ts';
import type { ToldReference } from '../../saga/sagaRows.ts';
import { settleDue } from '../../saga/settleDue.ts';
import { SAGA_LIMITS } from '../../saga/step.ts';

export type EngineSagaParts = Omit<SagaContext, 'limits' | 'random'> & Partial<Pick<SagaContext, 'limits' | 'random'>>;

/** A refusal is kept and told again; where nothing was sent, the same may be asked for again. */
const isUnsent = (step: Fruitless): boolean => step.do === 'wait';

/** The saga on its rows, the engines and the ledger. Every process may have one of its own. */
export function createEngineSaga(parts: EngineSagaParts): EngineSaga {
  const context: SagaContext = { limits: SAGA_LIMITS, random: Math.random, ...parts };
  const redemptions = redemptionLane(context);
  const reversals = reversalLane(context);
  const driver = createRowDriver(context);

  async function hurry(programId: string, told: ToldReference): Promise<Hurried> {
    const spent = await redemptions.rows.hasten(programId, told);
    const given = await reversals.rows.hasten(programId, told);
    const all = async (): Promise<void> => {
      await Promise.all([
        ...spent.map(async (row) => driver.ask(redemptions, row)),
        ...given.map(async (row) => driver.ask(reversals, row)),
      ]);
    };
    const asked = driver.track(all());
    return { rows: [...spent, ...given], asked };
  }

  async function begin(reservation: RedemptionReservation): Promise<EngineRedemption | Unsent | null> {
    // From before the write: whoever is stopped behind it finds no time left, and sends nothing.
    const begunSince = performance.now();
    const claim = await context.redemptions.begin(reservation, context.limits.lease);
    if (claim === null) return null;
    return driver.settled(redemptions, claim.row, { drops: isUnsent, claim: { ...claim, begunSince } });
  }

  return {
    begin,
    hurry,
    settled: (row) => driver.settled(redemptions, row, { drops: isUnsent }),
    givenBack: (row) => driver.settled(reversals, row, { drops: isUnsent }),
    settleDueRedemptions: async () => (await settleDue(context, redemptions)) + (await settleDue(context, reversals)),
    close: async () => driver.close(),
  };
}
