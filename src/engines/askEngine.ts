import { setMaxListeners } from 'node:events';
import { openDeadline } from '../connectors/http/deadline.ts';
import { createSemaphore, type Semaphore } from '../connectors/http/semaphore.ts';
import {
  type EngineBalance,
  type EngineMember,
  EngineUnavailable,
  type LoyaltyConnector,
} from '../connectors/loyaltyConnector.ts';

export type Told = EngineBalance | null | EngineUnavailable;

export interface AskingLimits {
  /** Milliseconds for all members who are asked about together, waiting included. */
  readonly deadline: number;
  /** Calls at once; fewer than the way to an engine has, so that redemptions find one. */
  readonly callsAtOnce: number;
}

/** Members in one call of an engine that has a batch; a connector makes as many of it as its engine takes. */
const BATCH = 500;

/** Asks one engine for balances: in batches where it has them, so many calls at once, and not longer than the deadline. */
export function createAsker(connector: LoyaltyConnector, { deadline, callsAtOnce }: AskingLimits) {
  const semaphore = createSemaphore(callsAtOnce, Infinity);
  const size = connector.capabilities.batchBalances ? BATCH : 1;

  /** Never rejects; tells each member as soon as their own call is answered. */
  return async (members: readonly EngineMember[], tell: (index: number, told: Told) => void): Promise<void> => {
    const end = openDeadline(deadline);
    const { signal } = end;
    // One for each who waits.
    setMaxListeners(0, signal);
    const late = whenOver(signal);
    late.catch(() => {});
    const calls = Array.from({ length: Math.ceil(members.length / size) }, async (_, call) => {
      const from = call * size;
      const asked = members.slice(from, from + size);
      const told = await askOnce(connector, semaphore, asked, signal, late);
      asked.forEach((_, index) => {
        tell(from + index, told(index));
      });
    });
    await Promise.all(calls);
    end.close();
  };
}

async function askOnce(
  connector: LoyaltyConnector,
  semaphore: Semaphore,
  members: readonly EngineMember[],
  signal: AbortSignal,
  late: Promise<never>,
): Promise<(index: number) => Told> {
  const leave = await semaphore.enter(signal);
  if (typeof leave === 'string') return () => new EngineUnavailable('The engine answered others too slowly.');
  try {
    const told = await Promise.race([connector.balances(members, signal), late]);
    return (index) => told[index] ?? (told[index] === null ? null : unavailable());
  } catch (error) {
    return () => (error instanceof EngineUnavailable ? error : unavailable(error));
  } finally {
    leave();
  }
}

/** Rejects at the end: a connector that does not heed its signal keeps nobody waiting. */
async function whenOver(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new EngineUnavailable('The engine did not answer in time.'));
    });
  });
}

function unavailable(cause?: unknown): EngineUnavailable {
  return new EngineUnavailable('The engine was not understood.', cause);
}
