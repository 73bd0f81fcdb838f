import { z } from 'zod';
import { isId } from '../failure/checkText.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { Reference, ReferenceRules } from './references.ts';

const __typename = z.string();
// Most are UUIDs, and those are quick to tell.
const id = z
  .string('is no text')
  .refine((text) => isUuid(text) || isId(text), 'must be 1 to 128 characters without control characters');
const byId = z.object({ __typename, id });
const byMemberAndProgram = z.object({ __typename, member: z.object({ id }), programId: id });

/** The keys of our entities: what a reference of each type has to be. */
export const entityKeys: ReferenceRules['keys'] = new Map<string, z.ZodType<Reference>>([
  ['Member', byId],
  ['PointsAccount', z.union([byId, byMemberAndProgram], 'needs a good id, or a good member { id } and programId')],
  ['LedgerEntry', byId],
  ['Redemption', byId],
  ['Earning', byId],
  ['Program', byId],
]);
