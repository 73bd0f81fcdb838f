import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cloudEventBody, standardBody, TOLD_TYPES } from '../../../src/events/eventSchemas.ts';
import { expectPublished, publishedSchema, SCHEMAS } from '../../integration/events/support/publishedSchemas.ts';

const FORMATS = { '': standardBody, 'cloudevents/': cloudEventBody } as const;
const published = TOLD_TYPES.flatMap((type) =>
  Object.entries(FORMATS).map(([folder, schema]) => [`${folder}${type}.schema.json`, schema(type)] as const),
);

// Written anew by `vitest run -u`.
test.each(published)('the published %s is what the service tells', async (name, schema) => {
  const file = join(SCHEMAS, name);
  const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
  const options = await resolveConfig(file);
  await expect(await format(json, { ...options, filepath: file })).toMatchFileSnapshot(file);
});

test('no schema is published of a type that is not told', () => {
  const files = Object.keys(FORMATS).flatMap((folder) =>
    readdirSync(join(SCHEMAS, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}${name}`),
  );
  expect(files.sort()).toEqual(published.map(([name]) => name).sort());
});

describe.each(TOLD_TYPES)('%s', (type) => {
  const file = join(SCHEMAS, 'examples', `${type}.json`);

  test('has an example, which its schema takes', () => {
    expect(existsSync(file)).toBe(true);
    expectPublished(readFileSync(file, 'utf8'));
  });

  test('may get fields later, and lacks none', () => {
    const example = JSON.parse(readFileSync(file, 'utf8')) as { type: string; data: Record<string, unknown> };
    const takes = publishedSchema(`${type}.schema.json`, 'asPublished');
    expect(takes({ ...example, data: { ...example.data, somethingNew: 1 } })).toBe(true);
    expect(takes({ ...example, type: 'another' })).toBe(false);
    for (const name of Object.keys(example.data)) {
      expect(takes({ ...example, data: { ...example.data, [name]: undefined } }), name).toBe(false);
    }
  });
});
