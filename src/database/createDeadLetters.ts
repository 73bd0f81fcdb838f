import { type DeadLetters, letterId, type WaitingLetter } from '../inbox/deadLetters.ts';
import type { DeadLetter } from '../inbox/inboxDesk.ts';
import { arrayOf } from '../ledger/arrayLiteral.ts';
import {
  ADD_LETTER,
  ALL_WAITING,
  CLAIM,
  DISMISS,
  FIND_LETTER,
  KNOWN,
  PAGE_LETTERS,
  SETTLE_APPLIED,
  SETTLE_REFUSED,
  TAKE_IN,
  WAITING_FOR,
} from './deadLetterStatements.ts';
import type { Database, Sql, SqlValue, Statement } from './port.ts';

interface Known {
  readonly bodyHash: string;
  readonly hasLetter: boolean;
}

/** The messages that were taken in, and the letters, in the database. */
export function createDeadLetters(database: Database): DeadLetters {
  const one = async (statement: Statement, values: readonly SqlValue[]): Promise<DeadLetter | null> =>
    (await database.query<DeadLetter>(statement, values))[0] ?? null;

  /** Of a letter that was found: rows are never deleted. */
  async function changed(id: string, statement: Statement, values: readonly SqlValue[]): Promise<DeadLetter> {
    const letter = (await one(statement, values)) ?? (await one(FIND_LETTER, [id]));
    if (letter === null) throw new Error(`The letter ${id} is gone.`);
    return letter;
  }

  return {
    known: (delivery) => knownTo(database, delivery.sourceId, delivery.messageId),
    /**
     * At READ COMMITTED: the inbox row is inserted first, which waits for whoever else takes the message in, and only
     * then is it read what they took in.
     */
    keep: ({ sourceId, messageId, bodyHash }, letter) =>
      database.transaction(async (sql) => {
        await sql.query(TAKE_IN, [sourceId, messageId, bodyHash]);
        const known = await knownTo(sql, sourceId, messageId);
        if (known?.bodyHash !== bodyHash) return 'reused';
        const { programId, type, body, reasonCode, reason, state, waitsFor, receivedAt } = letter;
        const id = letterId({ sourceId, messageId });
        const values = [
          id,
          sourceId,
          programId,
          messageId,
          type,
          body,
          reasonCode,
          reason,
          state,
          waitsFor,
          receivedAt,
        ];
        return (await sql.query(ADD_LETTER, values)).length > 0 ? 'kept' : 'known';
      }),
    async takeIn({ sourceId, messageId, bodyHash }) {
      await database.query(TAKE_IN, [sourceId, messageId, bodyHash]);
      return (await knownTo(database, sourceId, messageId))?.bodyHash === bodyHash ? 'taken' : 'reused';
    },
    find: (id) => one(FIND_LETTER, [id]),
    async page({ programId, states, first, after }) {
      const asked = states === null ? null : arrayOf(states, (state) => state);
      const rows = await database.query<DeadLetter>(PAGE_LETTERS, [programId, asked, after, first + 1]);
      return { letters: rows.slice(0, first), hasMore: rows.length > first };
    },
    waitingFor: (programId, transactionId) => database.query<WaitingLetter>(WAITING_FOR, [programId, transactionId]),
    waiting: (after, most) => database.query<WaitingLetter>(ALL_WAITING, [after, most]),
    claim: ({ id, attempts }, body, by) => one(CLAIM, [id, attempts, body, by]),
    settle({ id, attempts, body }, complaint, by) {
      if (complaint === null) return changed(id, SETTLE_APPLIED, [id, body, by]);
      const { type, state, reasonCode, reason, waitsFor } = complaint;
      return changed(id, SETTLE_REFUSED, [id, attempts, type, state, reasonCode, reason, waitsFor, by]);
    },
    dismiss: (id, by) => one(DISMISS, [id, by]),
  };
}

async function knownTo(sql: Sql, sourceId: string, messageId: string): Promise<Known | null> {
  const [known] = await sql.query<Known>(KNOWN, [sourceId, messageId, letterId({ sourceId, messageId })]);
  return known ?? null;
}
