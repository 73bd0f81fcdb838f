import { EngineUnavailable } from '../connectors/loyaltyConnector.ts';
import type { AccountRef } from '../ledger/account.ts';
import { type AskingLimits, createAsker, type Told } from './askEngine.ts';
import type { EngineBalances, LiveBalance } from './engineBalances.ts';
import { keepLastBalances } from './keepLastBalances.ts';
import type { AskedMember, LastBalances } from './lastBalances.ts';
import type { ConfiguredEngine } from './programEngines.ts';
import { within } from './within.ts';

export interface EngineBalancesParts extends Partial<AskingLimits> {
  readonly lastBalances: Pick<LastBalances, 'find' | 'save'>;
  readonly now?: () => Date;
  /** Told why an engine's members are shown old figures or none, once for those who asked together. */
  readonly onUnavailable?: (engine: ConfiguredEngine, words: string) => void;
  /** Told of a fault of ours that nobody waits for. */
  readonly onProblem?: (error: unknown) => void;
}

interface Ask {
  readonly account: AccountRef;
  readonly resolve: (balance: LiveBalance | null) => void;
  readonly reject: (error: unknown) => void;
}

type Answered = Promise<LiveBalance | null>;

const DEADLINE = 2_000;
/** Less time than this, in milliseconds, is not worth a call. */
const WORTHWHILE = 50;
/** Of the sixteen that a way to an engine has. */
const CALLS_AT_ONCE = 12;

/**
 * Balances from the engines. Whoever asks in one turn of the event loop, in whatever request, is asked for together; each
 * engine has a queue, a deadline and a number of calls of its own, so that none waits for another.
 */
export function createEngineBalances(parts: EngineBalancesParts): EngineBalances {
  const { lastBalances, now = () => new Date(), onUnavailable = () => {}, onProblem = () => {} } = parts;
  const { deadline = DEADLINE, callsAtOnce = CALLS_AT_ONCE } = parts;
  const keeper = keepLastBalances(lastBalances, onProblem);
  const waiting = new WeakMap<ConfiguredEngine, Ask[]>();
  const askers = new WeakMap<ConfiguredEngine, ReturnType<typeof createAsker>>();
  const underWay = new Map<string, { readonly engine: ConfiguredEngine; readonly answered: Answered }>();

  function askerOf(engine: ConfiguredEngine): ReturnType<typeof createAsker> {
    const known = askers.get(engine) ?? createAsker(engine.connector, { deadline, callsAtOnce });
    askers.set(engine, known);
    return known;
  }

  async function leave(engine: ConfiguredEngine): Promise<void> {
    const asks = waiting.get(engine) ?? [];
    waiting.delete(engine);
    try {
      const members = await engine.membersOf(asks.map(({ account }) => account.memberId));
      const asked = asks.flatMap((ask, index) => {
        const member = members[index] ?? null;
        if (member === null) ask.resolve(null);
        return member === null ? [] : [{ ask, member }];
      });
      const asOf = now();
      const troubles: string[] = [];
      const tell = (index: number, told: Told): void => {
        const { ask, member } = asked[index] as (typeof asked)[number];
        const { settingsVersion } = engine.configuration;
        const whom = { account: ask.account, engineMemberId: member.id, settingsVersion };
        if (!(told instanceof EngineUnavailable)) {
          ask.resolve(told && { ...told, asOf, isStale: false });
          if (told !== null) keeper.keep({ ...whom, ...told, asOf });
          return;
        }
        troubles.push(told.message);
        void lastKnown(whom, told).then(ask.resolve, ask.reject);
      };
      await askerOf(engine)(
        asked.map(({ member }) => member),
        tell,
      );
      const [words] = troubles;
      if (words !== undefined) onUnavailable(engine, words);
    } catch (error) {
      for (const { reject } of asks) reject(error);
    }
  }

  async function lastKnown(member: AskedMember, why: EngineUnavailable): Promise<LiveBalance> {
    const [last = null] = await lastBalances.find([member]).catch((error: unknown) => {
      onProblem(error);
      return [];
    });
    if (last === null) throw why;
    return { ...last, isStale: true };
  }

  async function ask(engine: ConfiguredEngine, account: AccountRef): Answered {
    return new Promise((resolve, reject) => {
      const together = waiting.get(engine);
      if (together !== undefined) {
        together.push({ account, resolve, reject });
        return;
      }
      waiting.set(engine, [{ account, resolve, reject }]);
      setImmediate(() => void leave(engine));
    });
  }

  /** One call for all who ask while it is under way. It ends by its own deadline, whoever stops waiting for it. */
  function share(engine: ConfiguredEngine, account: AccountRef): Answered {
    const known = underWay.get(account.id);
    // Another version is another engine.
    if (known?.engine === engine) return known.answered;
    const entry = { engine, answered: ask(engine, account) };
    underWay.set(account.id, entry);
    const forget = (): void => {
      if (underWay.get(account.id) === entry) underWay.delete(account.id);
    };
    // Also when it fails and nobody waits for it any more.
    entry.answered.then(forget, forget);
    return entry.answered;
  }

  async function lastKnownOf(engine: ConfiguredEngine, account: AccountRef): Answered {
    const [member = null] = await engine.membersOf([account.memberId]);
    const { settingsVersion } = engine.configuration;
    const late = new EngineUnavailable('The engine did not answer while the caller waited.');
    return member === null ? null : lastKnown({ account, engineMemberId: member.id, settingsVersion }, late);
  }

  return {
    async read(engine, account, until = Infinity) {
      const left = until - performance.now();
      if (left < WORTHWHILE) return lastKnownOf(engine, account);
      const answered = share(engine, account);
      // The call ends before that by itself.
      if (left >= deadline) return answered;
      return within(left, answered, async () => lastKnownOf(engine, account));
    },
    outdate: ({ id }) => void underWay.delete(id),
    close: () => keeper.close(),
  };
}
