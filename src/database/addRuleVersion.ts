import type { NewRuleVersion, RuleVersion } from '../earning/earningRules.ts';
import { DatabaseRefused, type Sql, type Statement } from './port.ts';
import { RULE_VERSION_COLUMNS, type RuleVersionRow, toRuleVersion } from './readRuleVersions.ts';

// The database's clock, to the millisecond: an instant has no finer name outside, and whoever added a rule and sends a
// transaction at once means it to apply.
const ADD: Statement = {
  name: 'add_earning_rule',
  text: `
    INSERT INTO earning_rule (${RULE_VERSION_COLUMNS})
    SELECT $1::varchar, $2::varchar, $3::integer + 1, $4::jsonb, coalesce($5::timestamptz, clock.now), $6::text, clock.now, $7::text
    FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) clock
    WHERE $3::integer = (
      SELECT coalesce(max(version), 0) FROM earning_rule WHERE program_id = $1::varchar AND rule_id = $2::varchar
    )
    RETURNING ${RULE_VERSION_COLUMNS}`,
};

const UNIQUE_VIOLATION = '23505';
const CHECK_VIOLATION = '23514';

/**
 * Adds a version after the one that was expected to be the newest. Two who expect the same one meet at the primary
 * key: the second waits for the first, and is overtaken if that one commits.
 */
export async function addRuleVersion(sql: Sql, added: NewRuleVersion): Promise<RuleVersion | 'overtaken' | 'past'> {
  const { programId, ruleId, expectedVersion, definition, effectiveFrom, changedBy, reason } = added;
  const text = definition === null ? null : JSON.stringify(definition);
  try {
    const [row] = await sql.query<RuleVersionRow>(ADD, [
      programId,
      ruleId,
      expectedVersion,
      text,
      effectiveFrom,
      changedBy,
      reason,
    ]);
    return row === undefined ? 'overtaken' : toRuleVersion(row);
  } catch (error) {
    if (error instanceof DatabaseRefused && error.sqlState === UNIQUE_VIOLATION) return 'overtaken';
    // The table's one check that these values can fail: it keeps versions out of the past.
    if (error instanceof DatabaseRefused && error.sqlState === CHECK_VIOLATION) return 'past';
    throw error;
  }
}
