import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

export const SCHEMAS = join(import.meta.dirname, '../../../../schemas/events');

export type Strictness = 'asPublished' | 'closed';
const compiled = new Map<string, ValidateFunction>();

function closed(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'type' in value;
  return isObject ? { ...value, additionalProperties: false } : value;
}

/** A published schema. Closed: with the fields that it names and no other, so that nothing is told and not described. */
export function publishedSchema(file: string, strictness: Strictness): ValidateFunction {
  const name = `${strictness} ${file}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  const text = readFileSync(join(SCHEMAS, file), 'utf8');
  const schema = JSON.parse(text, strictness === 'closed' ? closed : undefined) as object;
  const validate = ajv.compile(schema);
  compiled.set(name, validate);
  return validate;
}

/** Holds a body that was made for a receiver to the schema that is published for its type and format. */
export function expectPublished(body: string): void {
  const event = JSON.parse(body) as { readonly type: string; readonly specversion?: string };
  const file = `${event.specversion === undefined ? '' : 'cloudevents/'}${event.type}.schema.json`;
  for (const strictness of ['asPublished', 'closed'] as const) {
    const validate = publishedSchema(file, strictness);
    validate(event);
    expect(validate.errors ?? [], `${body} by ${file}`).toEqual([]);
  }
}
