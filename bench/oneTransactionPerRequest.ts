import { openDatabase } from '../src/database/openDatabase.ts';
import type { Command } from '../src/ledger/command.ts';
import type { Outcome } from '../src/ledger/outcome.ts';
import { postBatch } from '../src/ledger/postBatch.ts';

const CONNECTIONS = 32;

/** A ledger without lanes: the baseline that shows what grouping commits brings. */
export interface OneTransactionPerRequest {
  post(command: Command): Promise<Outcome>;
  close(): Promise<void>;
}

/**
 * The ledger's own posting, statement for statement and pipelined like it, with a transaction for every command over
 * 32 connections: same tables, same lots, same idempotency, same decision. All that differs is the grouping.
 */
export function createOneTransactionPerRequest(connectionString: string): OneTransactionPerRequest {
  const database = openDatabase({ connectionString, connections: CONNECTIONS, hot: true });
  const waiting: (() => void)[] = [];
  let free = CONNECTIONS;
  return {
    async post(command) {
      // Callers queue here for a connection: the pool would give up on those that wait for seconds.
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        const [answer] = await postBatch([command], { database, now: (time) => time, tries: [] });
        if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
        return answer;
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
    close: async () => database.close(),
  };
}
