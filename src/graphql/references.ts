import type { ZodType } from 'zod';
import { BadInput } from '../failure/failure.ts';

/** An entity as another graph names it: its type, and the fields of one of its keys. */
export interface Reference {
  readonly __typename: string;
}

export interface ReferenceRules {
  /** The keys of a type, by its name; what a key does not have is cut off before a resolver sees it. */
  readonly keys: ReadonlyMap<string, ZodType<Reference>>;
  /** How many different entities one `_entities` may ask for. */
  readonly representations: number;
}

/** Every reference is answered, also where it is one of many to the same entity: so often may they be named, on average. */
const REPEATED = 2;

/** Throws BadInput when more different entities are asked for than allowed; the same one twice counts once. */
export function checkNumber(representations: readonly unknown[], limit: number): void {
  if (representations.length <= limit) return;
  if (representations.length > REPEATED * limit) {
    throw new BadInput('representations', `has more than ${REPEATED * limit} references: name each entity once`);
  }
  const different = new Set(representations.map((reference) => JSON.stringify(reference))).size;
  if (different > limit) {
    throw new BadInput('representations', `names ${different} different entities; at most ${limit} in one request`);
  }
}

/**
 * The reference, with its key alone. Throws BadInput that names the field and never the value.
 * A type that has no rule of its own is given as it is.
 */
export function checkReference(
  given: unknown,
  index: number,
  types: ReadonlyMap<string, unknown>,
  keys: ReferenceRules['keys'],
): Reference {
  const field = `representations[${index}]`;
  if (!isReference(given)) throw new BadInput(field, 'is no object with a __typename');
  if (!types.has(given.__typename)) throw new BadInput(`${field}.__typename`, 'is no entity of this graph');
  const key = keys.get(given.__typename);
  if (key === undefined) return given;
  const checked = key.safeParse(given);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const path = issue?.path.map((part) => `.${String(part)}`).join('') ?? '';
  throw new BadInput(field + path, issue?.message ?? 'is no key of its type');
}

function isReference(given: unknown): given is Reference {
  return typeof given === 'object' && given !== null && '__typename' in given && typeof given.__typename === 'string';
}
