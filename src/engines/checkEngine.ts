import type { Viewer } from '../access/viewer.ts';
import { openDeadline } from '../connectors/http/deadline.ts';
import { type CheckStep, EngineUnavailable } from '../connectors/loyaltyConnector.ts';
import { checkId } from '../failure/checkText.ts';
import { engineNotFound, programNotFound } from '../failure/refusals.ts';
import type { Program } from '../program/programs.ts';
import type { CheckEngineInput, CheckEngineResult } from './engineUseCases.ts';
import { adminProgram } from './adminProgram.ts';
import type { EngineContext } from './engineContext.ts';
import type { ConfiguredEngine } from './programEngines.ts';

/** Milliseconds for each part of a check. */
const DEADLINE = 10_000;

/** Calls the program's engine, as it is configured now, and says in words what is wrong and where to mend it. */
export async function checkEngine(
  { programs, engines }: Pick<EngineContext, 'programs' | 'engines'>,
  viewer: Viewer,
  { programId, memberId }: CheckEngineInput,
): Promise<CheckEngineResult> {
  const program = await adminProgram(programs, viewer, programId);
  if (memberId != null) checkId('input.memberId', memberId);
  if (program === null) return programNotFound();
  await engines.refresh();
  const engine = await engines.find(program.id);
  if (engine === null) return engineNotFound();
  const steps = [
    ...(await inTime(async (signal) => engine.connector.check(signal))),
    ...decimalsStep(engine, program),
    ...(memberId == null ? [] : await inTime(async (signal) => [await memberStep(engine, memberId, signal)])),
  ];
  return { ok: true, value: { engine, steps } };
}

async function inTime(work: (signal: AbortSignal) => Promise<readonly CheckStep[]>): Promise<readonly CheckStep[]> {
  const deadline = openDeadline(DEADLINE);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.close();
  }
}

/** An engine of whole points, of which no fraction can be spent. */
function decimalsStep({ connector }: ConfiguredEngine, { decimals }: Program): CheckStep[] {
  if (decimals === 0 || connector.capabilities.fractionalPoints) return [];
  const words = `The engine counts whole points, and the program has ${decimals} decimals: a redemption of a fraction will be refused.`;
  return [{ name: 'Decimals', ok: false, words }];
}

async function memberStep(engine: ConfiguredEngine, memberId: string, signal: AbortSignal): Promise<CheckStep> {
  const name = 'Member';
  const [member = null] = await engine.membersOf([memberId]);
  if (member === null)
    return { name, ok: false, words: 'The table of members has no pair for this member: import one.' };
  const [balance] = await engine.connector.balances([member], signal);
  if (balance === undefined || balance instanceof EngineUnavailable) {
    return { name, ok: false, words: balance?.message ?? 'The engine did not answer about this member.' };
  }
  if (balance === null) {
    return { name, ok: false, words: `The engine knows no member ${member.id}: look at how members are mapped.` };
  }
  return {
    name,
    ok: true,
    words: `The member is ${member.id} in the engine and has ${balance.available} points there.`,
  };
}
