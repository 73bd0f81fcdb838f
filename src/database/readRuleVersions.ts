import type { RuleVersion } from '../earning/earningRules.ts';
import type { RuleDefinition } from '../earning/rules/ruleDefinition.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { groupBy } from '../ledger/groupBy.ts';
import type { Sql, Statement } from './port.ts';

export interface RuleVersionRow {
  readonly program_id: string;
  readonly rule_id: string;
  readonly version: number;
  readonly definition: RuleDefinition | null;
  readonly effective_from: Date;
  readonly changed_by: string;
  readonly changed_at: Date;
  readonly reason: string | null;
}

export const RULE_VERSION_COLUMNS =
  'program_id, rule_id, version, definition, effective_from, changed_by, changed_at, reason';

const COUNT: Statement = {
  name: 'earning_rule_versions',
  text: `
    SELECT program_id, count(*)::integer AS number FROM earning_rule
    WHERE program_id = ANY ($1::text[]) GROUP BY program_id`,
};

// The order of bytes, as the service compares ids.
const READ: Statement = {
  name: 'earning_rules',
  text: `
    SELECT ${RULE_VERSION_COLUMNS} FROM earning_rule
    WHERE program_id = ANY ($1::text[]) ORDER BY program_id, rule_id COLLATE "C", version`,
};

/** How many versions each program's rules have, in the order asked. One statement, over an index alone. */
export async function countRuleVersions(sql: Sql, programIds: readonly string[]): Promise<number[]> {
  const rows = await sql.query<{ program_id: string; number: number }>(COUNT, [setOf(programIds)]);
  const found = new Map(rows.map((row) => [row.program_id, row.number]));
  return programIds.map((programId) => found.get(programId) ?? 0);
}

/** Each program's versions by rule id and version, in the order asked. One statement. */
export async function readRuleVersions(sql: Sql, programIds: readonly string[]): Promise<RuleVersion[][]> {
  const rows = await sql.query<RuleVersionRow>(READ, [setOf(programIds)]);
  const found = groupBy(rows.map(toRuleVersion), ({ programId }) => programId);
  return programIds.map((programId) => found.get(programId) ?? []);
}

export function toRuleVersion(row: RuleVersionRow): RuleVersion {
  return {
    programId: row.program_id,
    ruleId: row.rule_id,
    version: row.version,
    definition: row.definition,
    effectiveFrom: row.effective_from,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    reason: row.reason,
  };
}

function setOf(programIds: readonly string[]): string {
  return arrayOf([...new Set(programIds)], quoted);
}
