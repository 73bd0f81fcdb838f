import type { EarningUseCases } from './earning/earningUseCases.ts';
import type { EngineUseCases } from './engines/engineUseCases.ts';
import type { ProgramUseCases } from './program/programUseCases.ts';
import type { RedemptionUseCases } from './redemption/redemptionUseCases.ts';

/**
 * What can be done with points, named like the graph's mutations. The graph and the storefront call the same ones.
 *
 * Each throws Forbidden for a token that may never do it, BadInput naming the field for an input that no program
 * could accept, and LedgerUnavailable when the outcome is unknown: repeating it with the same key is safe. What the
 * viewer does not reach answers like what does not exist. An idempotency key is unique within the program and the
 * scope: `graph` for the graph's callers, `plum` for the storefront's.
 */
export interface UseCases extends RedemptionUseCases, EarningUseCases, ProgramUseCases, EngineUseCases {}
