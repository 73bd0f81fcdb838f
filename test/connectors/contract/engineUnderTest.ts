import type { LoyaltyConnector, RefusalReason } from '../../../src/connectors/loyaltyConnector.ts';
import type { Books } from '../../emulators/kit/books.ts';
import type { Emulator } from '../../emulators/kit/startEmulator.ts';

/** A connector, and an engine on the other side that can be told to misbehave. */
export interface EngineUnderTest {
  readonly connector: LoyaltyConnector;
  readonly emulator: Emulator;
  /** The engine's own. The suite opens members in it. */
  readonly books: Books;
  /** What the emulator's fault plan calls the calls that decide. */
  readonly operations: {
    readonly balance: string;
    readonly debit: string;
    readonly lookup?: string;
    readonly reverse?: string;
    readonly earn?: string;
    readonly history?: string;
  };
  /** Whether the engine's books, and its history, keep our references. */
  readonly keepsReferences: boolean;
  /** What must never stand in words. */
  readonly secrets: readonly string[];
  /** Connectors with one thing wrong; a host where nothing listens. */
  readonly broken: {
    readonly secret: LoyaltyConnector;
    readonly host: LoyaltyConnector;
    readonly program?: LoyaltyConnector;
  };
  /** How the engine refuses a debit of too many points, where it has no word of its own for it. */
  readonly insufficient?: RefusalReason;
  /** From now on a balance is another member's; null: the engine's balances do not say whose they are. */
  readonly confuseMembers: (() => void) | null;
  /** An asynchronous engine decides what is pending. */
  readonly settle?: () => void;
  readonly close: () => Promise<void>;
}

export type OpenEngine = () => Promise<EngineUnderTest>;

export const JANE = { id: 'member-jane' };
export const JOHN = { id: 'member-john' };
export const NOBODY = { id: 'member-nobody' };
