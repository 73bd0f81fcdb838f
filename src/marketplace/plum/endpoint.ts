import type { Services } from '../../services.ts';
import type { PlumBody } from './plumBody.ts';
import type { Storefront } from './storefront.ts';

/** Answers one of the four requests of a storefront. Throws PlumProblem where it refuses. */
export type PlumEndpoint = (services: Services, storefront: Storefront, body: PlumBody) => Promise<object>;
