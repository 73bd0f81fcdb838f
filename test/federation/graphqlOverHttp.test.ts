import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningPoints, startPoints } from './startPoints.ts';

const GET = 'a GET that any web page could send is refused: it needs the header apollo-require-preflight';
const STATUS = 'a request that cannot be run is a 400 for every client, so that logs and proxies see it fail';

/** What the specification recommends or allows and we leave, by the audit's id, with the reason. */
const DELIBERATE: ReadonlyMap<string, string> = new Map([
  ['5A70', GET],
  ['D6D5', GET],
  ['6A70', GET],
  ['572B', STATUS],
  ['FDE2', STATUS],
  ['7B9B', STATUS],
]);

let points: RunningPoints;
beforeAll(async () => {
  points = await startPoints({ auth: { mode: 'demo', secret: new Uint8Array(32) }, development: true });
});
afterAll(async () => {
  await points.close();
});

const audits = serverAudits({ url: () => points.url, fetchFn: fetch });

describe('the audits of GraphQL over HTTP', () => {
  for (const { id, name, fn } of audits.filter((audit) => !DELIBERATE.has(audit.id))) {
    test(`${id} ${name}`, async () => {
      expect(verdictOf(await fn())).toBe('ok');
    });
  }
});

describe('what we leave of them', () => {
  test('is all known to the audits, and nothing that is a must', () => {
    const left = audits.filter(({ id }) => DELIBERATE.has(id));
    expect(left.map(({ id }) => id).toSorted()).toEqual([...DELIBERATE.keys()].toSorted());
    expect(left.filter(({ name }) => name.startsWith('MUST'))).toEqual([]);
  });

  for (const { id, name, fn } of audits.filter((audit) => DELIBERATE.has(audit.id))) {
    test(`${id} ${name}: ${DELIBERATE.get(id)}`, async () => {
      expect(verdictOf(await fn())).toMatch(/^(?:notice|warn): Response status code is not 200$/);
    });
  }
});

function verdictOf(result: { readonly status: string; readonly reason?: string }): string {
  return result.reason === undefined ? result.status : `${result.status}: ${result.reason}`;
}
