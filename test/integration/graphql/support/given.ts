import { accountRef } from '../../../../src/ledger/account.ts';
import type { Day } from '../../../../src/ledger/day.ts';
import type { Minor } from '../../../../src/ledger/points.ts';
import { fingerprintOf, requestId } from '../../../../src/ledger/requestId.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { type Graph, STARS } from './startGraph.ts';

export interface GivenOptions {
  readonly program?: string;
  readonly key?: string;
  readonly expiresOn?: Day;
  readonly effectiveAt?: Date;
  readonly details?: Readonly<Record<string, string>>;
}

let made = 0;

/** Gives a member points, beside the graph; answers with the request's id. */
export async function givePoints(graph: Graph, memberId: string, points: Minor, options: GivenOptions = {}) {
  const { expiresOn, effectiveAt } = options;
  const command = {
    kind: 'CREDIT',
    points,
    ...(expiresOn && { expiresOn }),
    ...(effectiveAt && { effectiveAt }),
  } as const;
  return post(graph, memberId, command, options);
}

/** Sets points of a member aside, beside the graph; answers with the hold's id. */
export async function holdPoints(graph: Graph, memberId: string, points: Minor, options: GivenOptions = {}) {
  return post(graph, memberId, { kind: 'HOLD', points, expiresAt: null }, options);
}

/** Takes a hold's points, beside the graph; answers with the request's id. */
export async function captureHold(
  graph: Graph,
  memberId: string,
  holdId: string,
  points: Minor,
  options: GivenOptions = {},
) {
  return post(graph, memberId, { kind: 'CAPTURE', holdId, points }, options);
}

type Parts<One> = One extends Command ? Omit<One, 'id' | 'fingerprint' | 'account' | 'program' | 'details'> : never;

async function post(graph: Graph, memberId: string, parts: Parts<Command>, options: GivenOptions): Promise<string> {
  const { ledger, programs } = graph.services;
  const program = await programs.find(options.program ?? STARS);
  if (program === null) throw new Error('no such program');
  made += 1;
  const id = requestId(program.id, 'seed', options.key ?? `given ${made}`);
  const base = { id, fingerprint: fingerprintOf(id), account: accountRef(program.id, memberId), program };
  const outcome = await ledger.post({ ...base, ...parts, details: options.details ?? {} });
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${outcome.status}`);
  return id;
}
