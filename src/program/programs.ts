import type { ProgramPolicy } from '../ledger/program.ts';

/** A loyalty program, the tenant. */
export interface Program extends ProgramPolicy {
  readonly name: string;
  readonly unitName: string;
  /** SHA-256 of the storefront's token; null: no storefront. */
  readonly plumTokenHash: Uint8Array | null;
  /** Addresses or CIDR ranges; empty: any. */
  readonly plumAllowedIps: readonly string[];
}

/** The deployment's programs. Read through a short-lived copy: programs change seldom and every request needs one. */
export interface Programs {
  find(id: string): Promise<Program | null>;
  all(): Promise<readonly Program[]>;
  /** Of requests that name no program. */
  readonly defaultId: string;
}

/** Programs that can be added to. */
export interface ProgramStore extends Programs {
  /** Adds or replaces, and from then on `find` knows it. */
  save(program: Program): Promise<void>;
}
