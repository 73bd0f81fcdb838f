import type { Ledger } from './ledger/ledger.ts';
import type { MemberProfiles } from './program/memberProfiles.ts';
import type { Programs } from './program/programs.ts';
import type { UseCases } from './useCases.ts';

/** What the edges, the graph and the storefront's REST, are given. */
export interface Services {
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly memberProfiles: MemberProfiles;
  readonly useCases: UseCases;
}
