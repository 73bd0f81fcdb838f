import type { Services } from '../../services.ts';
import type { PlumBody } from './plumBody.ts';
import type { Storefront } from './storefront.ts';

/** What the storefront's endpoints are given. */
export type StorefrontServices = Pick<
  Services,
  'ledger' | 'programs' | 'memberProfiles' | 'useCases' | 'engines' | 'engineRedeeming'
>;

/** Answers one of the four requests of a storefront. Throws PlumProblem where it refuses. */
export type PlumEndpoint = (services: StorefrontServices, storefront: Storefront, body: PlumBody) => Promise<object>;
