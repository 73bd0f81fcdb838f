import { createHash } from 'node:crypto';
import type { EngineMessage, NewsReading } from '../../connectors/engineNews.ts';
import { storableText } from '../../inbox/storableText.ts';
import { accountRef } from '../../ledger/account.ts';
import type { Delivery } from '../../ledger/command.ts';
import type { ConfiguredEngine } from '../programEngines.ts';
import { applyHappenings, type Outdated } from './applyHappenings.ts';
import type { EngineNewsDesk, EngineNewsParts, NewsReception } from './engineNewsDesk.ts';
import { newsSource } from './newsSource.ts';

const NOBODY = 'No engine of this address sends messages.';

/**
 * What engines tell of their own accord. What follows from a message is written first and is idempotent, and the inbox
 * has it last: whoever dies in between is sent the message again, and does the same once more.
 */
export function createEngineNewsDesk(parts: EngineNewsParts): EngineNewsDesk {
  const { engines, balances, letters, events } = parts;
  const underWay = new Set<Promise<void>>();

  /** In the background: the sender has no use for it, and the last known balance stays when it fails. */
  function refresh(engine: ConfiguredEngine, outdated: readonly Outdated[]): void {
    const behind = new Map(outdated.map(({ memberId, behind }) => [memberId, behind]));
    for (const [memberId, asked] of behind) {
      const account = accountRef(engine.programId, memberId);
      const ask = async (): Promise<void> => {
        await asked;
        balances.outdate(account);
        await balances.read(engine, account);
      };
      const work = ask()
        .catch(() => {})
        .finally(() => underWay.delete(work));
      underWay.add(work);
    }
  }

  async function take(
    engine: ConfiguredEngine,
    message: EngineMessage,
    reading: Exclude<NewsReading, { status: 'untrusted' | 'nothing' }>,
  ): Promise<NewsReception> {
    const { programId } = engine;
    const bodyHash = createHash('sha256').update(message.body).digest('hex');
    const delivery: Delivery = { sourceId: newsSource(programId), messageId: reading.id, bodyHash };
    const known = await letters.known(delivery);
    if (known !== null) return known.bodyHash === bodyHash ? { status: 'duplicate' } : ignore(programId, delivery);
    if (reading.status === 'unreadable') {
      const { words: reason } = reading;
      const complaint = { type: '', state: 'OPEN', reasonCode: 'UnreadableNews', reason, waitsFor: null } as const;
      const body = storableText(message.body);
      const kept = await letters.keep(delivery, { ...complaint, programId, body, receivedAt: message.receivedAt });
      if (kept === 'reused') return ignore(programId, delivery);
      return kept === 'known' ? { status: 'duplicate' } : { status: 'kept', reason };
    }
    const outdated = await applyHappenings(parts, engine, reading.happenings);
    refresh(engine, outdated);
    const taken = await letters.takeIn(delivery);
    return taken === 'reused' ? ignore(programId, delivery) : { status: 'applied' };
  }

  async function ignore(programId: string, { sourceId, messageId }: Delivery): Promise<NewsReception> {
    await events.add({ kind: 'MESSAGE_ID_REUSED', programId, subject: sourceId, details: { messageId } });
    return { status: 'ignored' };
  }

  return {
    async receive(programId, message) {
      const engine = await engines.find(programId);
      const reading = engine?.connector.news?.(message);
      if (engine === null || reading === undefined) return { status: 'untrusted', engine: null, words: NOBODY };
      if (reading.status === 'untrusted') return { status: 'untrusted', engine, words: reading.words };
      return reading.status === 'nothing' ? { status: 'nothing' } : take(engine, message, reading);
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}
