import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '../access/viewer.ts';
import {
  encryptionKeysMissing,
  engineBusy,
  engineConflict,
  invalidEngineSettings,
  programNotFound,
} from '../failure/refusals.ts';
import { CannotUnseal, type Sealer } from '../secrets/createSealer.ts';
import type { ConfigureEngineInput, ConfigureEngineResult } from './engineUseCases.ts';
import { adminProgram } from './adminProgram.ts';
import { baseUrlOf, type SettingProblem, settingProblems } from './checkSettings.ts';
import { checkVersion } from './checkVersion.ts';
import type { EngineContext } from './engineContext.ts';
import { ownerOfEngine, type StoredEngine } from './engineStore.ts';
import type { EngineKind } from './kinds/engineKind.ts';
import { ENGINE_KINDS, engineKindOf } from './kinds/engineKinds.ts';
import { templateProblem } from './mapMembers.ts';
import { newestEngine } from './newestEngine.ts';

const SAME_ID = { kind: 'SAME_ID' } as const;

/**
 * Names the engine of a program, or changes what is said about it: a new version, in use at once here and within
 * seconds elsewhere. Secrets are kept sealed, are never told again, and follow the engine to no other address.
 */
export async function configureEngine(
  context: EngineContext,
  viewer: Viewer,
  input: ConfigureEngineInput,
): Promise<ConfigureEngineResult> {
  const program = await adminProgram(context.programs, viewer, input.programId);
  checkVersion(input.expectedVersion);
  if (program === null) return programNotFound();
  const { sealer, store, engines } = context;
  if (sealer === null) return encryptionKeysMissing();

  const newest = await newestEngine(store, program.id);
  const version = newest?.version ?? 0;
  if (input.expectedVersion != null && input.expectedVersion !== version) return engineConflict(version);
  const before = newest === null || newest.kind === null ? null : newest;
  const checked = check(context, input, before, sealer);
  if ('problems' in checked) return invalidEngineSettings(checked.problems);

  const { kind, settings } = input;
  // Another engine knows nothing of what this one was asked to take.
  const pending = before === null || isSamePlace(before, input) ? 0 : await store.pending(program.id);
  if (pending > 0) return engineBusy(pending);
  const isSame = before !== null && before.kind === kind && isDeepStrictEqual(before.settings, settings);
  const engine = {
    programId: program.id,
    kind,
    settings,
    settingsVersion: isSame ? before.settingsVersion : version + 1,
    mapping: input.mapping ?? before?.mapping ?? SAME_ID,
    acceptsUncertainty: input.acceptsUncertainty ?? before?.acceptsUncertainty ?? false,
    changedBy: viewer.subject,
    sealed: sealer.seal(ownerOfEngine(program.id), JSON.stringify(checked.secrets)),
  };
  const kept = input.secrets == null ? (before?.sealed ?? null) : null;
  if (!(await store.add(engine, version, kept))) {
    const winner = (await newestEngine(store, program.id))?.version ?? 0;
    // No other version: the engine renewed a secret in between, which is the one to keep.
    return winner === version ? configureEngine(context, viewer, input) : engineConflict(winner);
  }
  await engines.refresh();
  const configured = await engines.find(program.id);
  // Removed again by somebody else, between two statements.
  if (configured === null) return engineConflict((await newestEngine(store, program.id))?.version ?? 0);
  return { ok: true, value: configured };
}

type Checked = { readonly secrets: unknown } | { readonly problems: readonly SettingProblem[] };

function check(
  { opened }: EngineContext,
  input: ConfigureEngineInput,
  before: StoredEngine | null,
  sealer: Sealer,
): Checked {
  const kind = engineKindOf(input.kind);
  if (kind === null) {
    const known = ENGINE_KINDS.map((one) => one.kind).join(', ');
    return { problems: [{ path: 'kind', message: `There is no such kind of engine. There are ${known}.` }] };
  }
  const { settings, secrets: given = null, mapping } = input;
  const kept = given === null ? keptSecrets(kind, input, before, sealer) : { secrets: given };
  const secrets = 'secrets' in kept ? kept.secrets : undefined;
  const problems = [
    ...settingProblems(kind, { settings, secrets }, opened),
    ...('problems' in kept ? kept.problems : []),
  ];
  const template = mapping?.kind === 'TEMPLATE' ? templateProblem(mapping.template) : null;
  if (template !== null) problems.push({ path: 'mapping.template', message: template });
  return problems.length > 0 ? { problems } : { secrets };
}

function isSamePlace(before: StoredEngine, { kind, settings }: ConfigureEngineInput): boolean {
  const known = engineKindOf(kind);
  return before.kind === kind && known !== null && baseUrlOf(known, settings) === baseUrlOf(known, before.settings);
}

function missing(message: string): Checked {
  return { problems: [{ path: 'secrets', message }] };
}

/** Who may change an address, and does not know the secrets, could otherwise have them sent to a host of theirs. */
function keptSecrets(
  kind: EngineKind,
  input: ConfigureEngineInput,
  before: StoredEngine | null,
  sealer: Sealer,
): Checked {
  if (before === null || before.kind !== kind.kind) return missing('They must be given with a new engine.');
  const places = kind.addresses(before.settings);
  const moved = Object.entries(kind.addresses(input.settings)).find(([path, url]) => places[path] !== url);
  if (moved !== undefined) {
    const [path] = moved;
    const where = path === 'baseUrl' ? 'the base URL' : path;
    return missing(`They must be given again: those that are kept are for ${where} before.`);
  }
  try {
    return { secrets: JSON.parse(sealer.unseal(ownerOfEngine(before.programId), before.sealed)) as unknown };
  } catch (error) {
    if (error instanceof CannotUnseal) return missing('They must be given again: those that are kept cannot be read.');
    throw error;
  }
}
