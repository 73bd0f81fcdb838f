import type { Command, Delivery } from './command.ts';
import type { Outcome } from './outcome.ts';

/**
 * The requests of this process that are under way. A request that comes twice at once is done once, and both callers
 * hear of it; the second hears that it was replayed. The same id with another input waits, and is then decided, most
 * likely as a conflict; and so does one that another message asked for, which has to be remembered too. So no batch, and no two lanes, ever hold an id twice.
 */
export function createSharedRequests(
  post: (command: Command) => Promise<Outcome>,
): (command: Command) => Promise<Outcome> {
  const underWay = new Map<string, { readonly command: Command; readonly outcome: Promise<Outcome> }>();

  return async function share(command) {
    for (;;) {
      const first = underWay.get(command.id);
      if (first === undefined) break;
      if (isSame(first.command, command)) return asReplay(await first.outcome);
      await first.outcome.catch(() => {});
    }
    const outcome = post(command);
    underWay.set(command.id, { command, outcome });
    try {
      return await outcome;
    } finally {
      underWay.delete(command.id);
    }
  };
}

function isSame(a: Command, b: Command): boolean {
  const isSameInput = a.fingerprint === b.fingerprint && a.kind === b.kind && a.account.id === b.account.id;
  return isSameInput && (b.delivery === undefined || isSameDelivery(a.delivery, b.delivery));
}

function isSameDelivery(a: Delivery | undefined, b: Delivery): boolean {
  return a?.sourceId === b.sourceId && a.messageId === b.messageId && a.bodyHash === b.bodyHash;
}

function asReplay(outcome: Outcome): Outcome {
  return 'replayed' in outcome ? { ...outcome, replayed: true } : outcome;
}
