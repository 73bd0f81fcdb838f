import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Viewer } from '../access/viewer.ts';
import { createUseCases } from '../createUseCases.ts';
import type { Books } from '../database/openBooks.ts';
import type { RuleVersion } from '../earning/earningRules.ts';
import { BadInput } from '../failure/failure.ts';
import { readRules, type ReadRule } from '../graphql/rules/readRules.ts';
import { checkRule } from '../earning/rules/checkRule.ts';
import { createLedger } from '../ledger/createLedger.ts';
import { StartupProblem } from '../startupProblem.ts';
import type { UseCases } from '../useCases.ts';
import { checked, id, text } from './options.ts';
import { runCommand, UsageProblem } from './runCommand.ts';
import { withBooks } from './withBooks.ts';

const OPERATOR: Viewer = {
  subject: 'npm run rules',
  scopes: new Set(['points:admin']),
  programs: 'all',
  memberId: null,
};

await runCommand({
  usage: [
    'npm run rules -- list --program <id>',
    '       npm run rules -- apply <file> --program <id> [--from 2027-01-01T00:00:00Z] [--reason "New year"]',
  ].join('\n'),
  options: { program: { type: 'string' }, from: { type: 'string' }, reason: { type: 'string' } },
  async run({ values, positionals }, config) {
    const [verb, file, ...rest] = positionals;
    const shape = { program: id, from: z.iso.datetime({ offset: true }).optional(), reason: text.optional() };
    const { program, from, reason } = checked(shape, values);
    if (verb === 'list' && file === undefined) {
      return withBooks(config, async (books) => list(books, program));
    }
    if (verb !== 'apply' || file === undefined || rest.length > 0) {
      throw new UsageProblem('Say "list", or "apply" and a file.');
    }
    const rules = rulesOf(await readFile(file, 'utf8').catch(() => unreadable(file)));
    return withBooks(config, async (books) => {
      const ledger = createLedger({ hot: books.hot, reads: books.reads });
      const { earningRules, programs } = books;
      const useCases = createUseCases({ ledger, programs, earningRules });
      const known = new Map((await earningRules.newest(program)).map((version) => [version.ruleId, version]));
      const change = { programId: program, effectiveFrom: from === undefined ? null : new Date(from), reason };
      for (const rule of rules) console.log(await apply(useCases, known.get(rule.ruleId), { ...change, ...rule }));
      return 0;
    });
  },
});

async function list({ earningRules, programs }: Books, programId: string): Promise<number> {
  if ((await programs.find(programId)) === null) throw new StartupProblem(`There is no program ${programId}.`);
  for (const { ruleId, version, definition, effectiveFrom } of await earningRules.newest(programId)) {
    const what = definition === null ? 'retired' : `${definition.kind}, ${definition.name}`;
    console.log(`${ruleId}: version ${version}, ${what}, from ${effectiveFrom.toISOString()}`);
  }
  return 0;
}

type Change = Omit<Parameters<UseCases['changeEarningRule']>[1], 'expectedVersion'>;

/** Adds a version where the rule is another than the newest one; says what it did. */
async function apply(useCases: UseCases, newest: RuleVersion | undefined, change: Change): Promise<string> {
  if (newest != null && isDeepStrictEqual(newest.definition, inOneSpelling(change))) {
    return `${change.ruleId}: as it was, version ${newest.version}`;
  }
  const result = await useCases.changeEarningRule(OPERATOR, { ...change, expectedVersion: newest?.version ?? 0 });
  if (result.ok) return `${change.ruleId}: version ${result.value.version}`;
  const { failure } = result;
  const problems = failure.type === 'InvalidEarningRule' ? failure.problems : [];
  const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
  throw new StartupProblem([`${change.ruleId}: ${failure.message}`, ...lines].join('\n'));
}

/** As it would be kept, so that 1.0 is no change of 1; what is wrong is left for the use-case to say. */
function inOneSpelling({ ruleId, definition }: Change): unknown {
  const checked = checkRule(definition, { ruleId, decimals: 4, rules: [] });
  return 'definition' in checked ? checked.definition : definition;
}

function rulesOf(text: string): readonly ReadRule[] {
  try {
    return readRules(text);
  } catch (error) {
    throw error instanceof BadInput ? new StartupProblem(error.message, error) : error;
  }
}

function unreadable(file: string): never {
  throw new StartupProblem(`${file} cannot be read.`);
}
