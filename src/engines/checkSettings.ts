import { z } from 'zod';
import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import { refuseUrl } from '../connectors/http/engineUrl.ts';
import type { EngineKind } from './kinds/engineKind.ts';

/** Where in the input, like "settings.baseUrl", and what is wrong there, for people. No value is ever repeated. */
export interface SettingProblem {
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong with what was given for an engine; `secrets` undefined: they are not looked at. */
export function settingProblems(
  kind: EngineKind,
  given: { readonly settings: unknown; readonly secrets: unknown },
  opened: OpenedAddresses,
): readonly SettingProblem[] {
  const settings = kind.settings.safeParse(given.settings);
  const secrets = given.secrets === undefined ? null : kind.secrets.safeParse(given.secrets);
  const problems = [
    ...(settings.error?.issues ?? []).flatMap((issue) => problemsOf('settings', kind.settings, issue)),
    ...(secrets?.error?.issues ?? []).flatMap((issue) => problemsOf('secrets', kind.secrets, issue)),
  ];
  const refused = Object.entries(kind.addresses(given.settings)).flatMap(([path, url]): SettingProblem[] => {
    const message = refuseUrl(url, opened);
    return message === null ? [] : [{ path: `settings.${path}`, message }];
  });
  return [...problems, ...refused];
}

/** Where the engine is, by settings that were checked before. */
export function baseUrlOf(kind: EngineKind, settings: unknown): string | null {
  return kind.settings.safeParse(settings).data?.baseUrl ?? null;
}

function problemsOf(root: string, schema: z.ZodType, issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([root, ...issue.path, key]), message: 'It is not known here.' }));
  }
  const path = pathText([root, ...issue.path]);
  const what = describedAt(schema, issue.path[0]);
  return [{ path, message: what === null ? wordsOf(issue) : `${wordsOf(issue)} It is: ${what}` }];
}

/** Zod's own words name its types; what is missing is said as people say it. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'It is missing.';
  if (issue.code === 'invalid_type')
    return `It must be ${TYPES[issue.expected] ?? `a value of type ${issue.expected}`}.`;
  if (issue.code === 'invalid_value') return `It must be one of ${issue.values.map(String).join(', ')}.`;
  const words = issue.message.replace(/^(?=must |is )/, 'It ');
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function describedAt(schema: z.ZodType, key: PropertyKey | undefined): string | null {
  if (typeof key !== 'string' || !(schema instanceof z.ZodObject)) return null;
  const field: unknown = (schema.shape as Readonly<Record<string, unknown>>)[key];
  return field instanceof z.ZodType ? (field.description ?? null) : null;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1);
}
