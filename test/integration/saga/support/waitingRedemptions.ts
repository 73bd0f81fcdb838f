import { accountRef } from '../../../../src/ledger/account.ts';
import { requestId } from '../../../../src/ledger/requestId.ts';
import type { TestDatabase } from '../../../support/openTestDatabase.ts';
import type { TestEngine } from './signedEngine.ts';
import type { TestSaga } from './startSaga.ts';

/** So many calls were made for each: the pauses are the longest by then. */
export const WAITED_FOR = 10;

/**
 * That many redemptions, a point each of a member of their own, whose answers were lost when the engine went down a while
 * ago: nobody knows what came of them, and all are due at once. The engine has taken none yet.
 */
export async function waitingRedemptions(
  database: TestDatabase,
  engine: TestEngine,
  { redeeming }: TestSaga,
  count: number,
): Promise<void> {
  const queue = Array.from({ length: count }, (_, index) => index).values();
  const one = async (index: number): Promise<void> => {
    const memberId = `w-${index}`;
    const { id: accountId, bucket, programId } = accountRef('rewards', memberId);
    const id = requestId(programId, 'graph', `waiting-${index}`);
    const parts = {
      engineKind: engine.kind,
      engineVersion: 1,
      engineMember: memberId,
      fingerprint: 'ab',
      points: 100n,
    };
    const asked = { rewardId: null, orderId: null, isAlone: false };
    engine.books.open(memberId, '1');
    await redeeming.redemptions.reserve({ id, programId, memberId, accountId, bucket, ...parts, ...asked });
  };
  const worker = async (): Promise<void> => {
    for (const index of queue) await one(index);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  await database.reads.query(SENT, [WAITED_FOR]);
}

const SENT = {
  name: 'test_sent_rows',
  text: `
    UPDATE engine_redemption
    SET state = 'SENDING', attempt = $1, sent_at = clock_timestamp(), first_sent_at = clock_timestamp(),
        unsure_at = clock_timestamp(), next_at = clock_timestamp()`,
};
