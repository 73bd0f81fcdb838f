import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { OwnRow, OwnRows } from '../reconciliation/ownRow.ts';
import type { Sql, Statement } from './port.ts';

// Of what was given up because it certainly was never sent, no engine was asked: it has no answers.
const COLUMNS = `
  s.id, s.state, s.points, s.engine_member AS "engineMember", s.engine_reference AS "engineReference",
  s.first_sent_at AS "firstSentAt", s.requested_at AS "requestedAt", s.settled_at AS "settledAt",
  s.mirrored_at IS NOT NULL AS "isMirrored",
  s.state = 'VOIDED' AND s.decline_reason = 'UNAVAILABLE' AND s.answers > 0 AS "isAbsent"`;

// A reversal names its redemption, so that a redemption's rows come together.
const NAMED = `s.account_id = $1 AND (
  s.settled_at IS NULL OR s.settled_at >= $2 OR s.id = ANY ($3::uuid[]) OR s.engine_reference = ANY ($4::text[]))`;

const OF: Statement = {
  name: 'reconciliation_own_rows',
  text: `
    SELECT ${COLUMNS}, 'REDEMPTION' AS kind, s.id AS "redemptionId" FROM engine_redemption s WHERE ${NAMED}
    UNION ALL
    SELECT ${COLUMNS}, 'REVERSAL' AS kind, s.redemption_id AS "redemptionId"
    FROM engine_redemption r JOIN engine_reversal s ON s.redemption_id = r.id
    WHERE r.account_id = $1 AND ${NAMED}
    ORDER BY "requestedAt", id`,
};

/** What we asked of engines, in the database. */
export function createReconciliationRows(sql: Sql): OwnRows {
  return {
    of: async ({ accountId, from, references, engineReferences }) =>
      sql.query<OwnRow>(OF, [
        accountId,
        from,
        arrayOf(references.filter(isUuid), (id) => id),
        arrayOf(engineReferences, quoted),
      ]),
  };
}
