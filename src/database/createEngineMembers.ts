import type { EngineMembers, MemberPair, SharedMember } from '../engines/engineMembers.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { readTogether } from '../ledger/readTogether.ts';
import { type Database, DatabaseRefused, type Sql, type Statement } from './port.ts';

interface Key {
  readonly programId: string;
  readonly memberId: string;
}

const FIND: Statement = {
  name: 'find_engine_members',
  text: `
    SELECT q.position, m.engine_member_id
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS q (program_id, member_id, position)
    JOIN engine_member m ON m.program_id = q.program_id AND m.member_id = q.member_id`,
};
const OURS: Statement = {
  name: 'find_members_of_engine',
  text: `
    SELECT engine_member_id AS "engineMemberId", member_id AS "memberId"
    FROM engine_member WHERE program_id = $1 AND engine_member_id = ANY ($2::text[])`,
};
// In one order, so that two imports of the same members wait for each other and do not deadlock.
const SAVE: Statement = {
  name: 'save_engine_members',
  text: `
    INSERT INTO engine_member (program_id, member_id, engine_member_id)
    SELECT $1, q.member_id, q.engine_member_id FROM unnest($2::text[], $3::text[]) AS q (member_id, engine_member_id)
    ORDER BY q.member_id COLLATE "C"
    ON CONFLICT (program_id, member_id) DO UPDATE SET engine_member_id = excluded.engine_member_id`,
};
const TAKE_AWAY: Statement = {
  name: 'take_away_engine_members',
  text: 'DELETE FROM engine_member WHERE program_id = $1 AND member_id = ANY ($2::text[])',
};
const SHARED: Statement = {
  name: 'shared_engine_members',
  text: `
    SELECT engine_member_id AS "engineMemberId", array_agg(member_id ORDER BY member_id COLLATE "C")::text[] AS "memberIds"
    FROM engine_member WHERE program_id = $1 AND engine_member_id = ANY ($2::text[])
    GROUP BY engine_member_id HAVING count(*) > 1 ORDER BY engine_member_id COLLATE "C"`,
};

/** A unique violation, and a deadlock. */
const OVERTAKEN: ReadonlySet<string> = new Set(['23505', '40P01']);
const ATTEMPTS = 3;

/** Carries what stood in the way out of the transaction that it undoes. */
class Shared extends Error {
  readonly members: readonly SharedMember[];
  constructor(members: readonly SharedMember[]) {
    super('Members of the engine would be two of ours.');
    this.members = members;
  }
}

/** The members' ids in the engines in the database. */
export function createEngineMembers(database: Database): EngineMembers {
  const findTogether = readTogether(async (keys: readonly Key[]) => {
    const rows = await database.query<{ position: bigint; engine_member_id: string }>(FIND, [
      arrayOf(keys, ({ programId }) => quoted(programId)),
      arrayOf(keys, ({ memberId }) => quoted(memberId)),
    ]);
    const found = new Map(rows.map((row) => [Number(row.position), row.engine_member_id]));
    return keys.map((_, index) => found.get(index + 1) ?? null);
  });

  return {
    find: async (programId, memberIds) => findTogether(memberIds.map((memberId) => ({ programId, memberId }))),
    async ours(programId, engineMemberIds) {
      const rows = await database.query<{ engineMemberId: string; memberId: string }>(OURS, [
        programId,
        arrayOf(engineMemberIds, quoted),
      ]);
      const found = new Map(rows.map(({ engineMemberId, memberId }) => [engineMemberId, memberId]));
      return engineMemberIds.map((id) => found.get(id) ?? null);
    },
    async save(programId, pairs) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await database.transaction(async (sql) => write(sql, programId, pairs));
          return [];
        } catch (error) {
          if (error instanceof Shared) return error.members;
          // Another import took one of the ids meanwhile: the next attempt sees whose it is.
          if (!isOvertaken(error) || attempt === ATTEMPTS) throw error;
        }
      }
    },
  };
}

/** Throws Shared. */
async function write(sql: Sql, programId: string, pairs: readonly MemberPair[]): Promise<void> {
  const taken = pairs.filter(({ engineMemberId }) => engineMemberId === null);
  const kept = pairs.filter(({ engineMemberId }) => engineMemberId !== null);
  if (taken.length > 0) await sql.query(TAKE_AWAY, [programId, arrayOf(taken, ({ memberId }) => quoted(memberId))]);
  if (kept.length === 0) return;
  const engineIds = arrayOf(kept, ({ engineMemberId }) => quoted(engineMemberId ?? ''));
  await sql.query(SAVE, [programId, arrayOf(kept, ({ memberId }) => quoted(memberId)), engineIds]);
  const shared = await sql.query<SharedMember>(SHARED, [programId, engineIds]);
  if (shared.length > 0) throw new Shared(shared);
}

function isOvertaken(error: unknown): boolean {
  return error instanceof DatabaseRefused && OVERTAKEN.has(error.sqlState);
}
