import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isIpRange } from '../marketplace/plum/ipAllowList.ts';
import type { Program } from '../program/programs.ts';
import { checked, id, text, wholeNumber } from './options.ts';
import { runCommand, UsageProblem } from './runCommand.ts';
import { withBooks } from './withBooks.ts';

const NEVER = 'never';
const NONE = 'none';

const shape = {
  name: text.optional(),
  unit: text.optional(),
  decimals: wholeNumber(0, 4).optional(),
  'time-zone': z.string().refine(isTimeZone, 'must be an IANA time zone, like Asia/Kolkata').optional(),
  'expiry-months': z
    .union([z.literal(NEVER), wholeNumber(1, 1200)], `must be a number of months, or ${NEVER}`)
    .optional(),
  'refund-grace-days': wholeNumber(0, 3650).optional(),
  'opens-accounts': z.enum(['yes', 'no'], 'must be yes or no').optional(),
  'plum-token': z
    .union([z.literal(NONE), z.string().min(32)], `must have at least 32 characters, or be ${NONE}`)
    .optional(),
  'plum-allow-ip': z
    .array(
      z.string().refine((entry) => entry === 'any' || isIpRange(entry), 'must be an address, a CIDR range, or any'),
    )
    .optional(),
};
type Given = ReturnType<typeof checked<typeof shape>>;

await runCommand({
  usage: [
    'npm run program -- list',
    '       npm run program -- set <id> --name "My Rewards" --unit points --decimals 0 [--time-zone Asia/Kolkata]',
    '           [--expiry-months 12 | never] [--refund-grace-days 30] [--opens-accounts yes | no]',
    '           [--plum-token <secret> | none] [--plum-allow-ip 203.0.113.0/24 | any]…',
  ].join('\n'),
  options: {
    name: { type: 'string' },
    unit: { type: 'string' },
    decimals: { type: 'string' },
    'time-zone': { type: 'string' },
    'expiry-months': { type: 'string' },
    'refund-grace-days': { type: 'string' },
    'opens-accounts': { type: 'string' },
    'plum-token': { type: 'string' },
    'plum-allow-ip': { type: 'string', multiple: true },
  },
  async run({ values, positionals }, config) {
    const [verb, givenId, ...rest] = positionals;
    if (verb === 'list' && givenId === undefined) {
      return withBooks(config, async ({ programs }) => {
        for (const program of await programs.all()) console.log(describe(program));
        return 0;
      });
    }
    if (verb !== 'set' || givenId === undefined || rest.length > 0)
      throw new UsageProblem('Say "list", or "set" and an id.');
    const { program: programId } = checked({ program: id }, { program: givenId });
    const given = checked(shape, values);
    return withBooks(config, async ({ programs }) => {
      const known = await programs.find(programId);
      const program = known === null ? created(programId, given) : changed(known, given);
      await programs.save(program);
      console.log(describe(program));
      return 0;
    });
  },
});

function created(programId: string, given: Given): Program {
  const { name, unit, decimals } = given;
  if (name === undefined || unit === undefined || decimals === undefined) {
    throw new UsageProblem(`${programId} is new: it needs --name, --unit and --decimals, which never change.`);
  }
  const standard: Program = {
    id: programId,
    name,
    unitName: unit,
    decimals,
    timeZone: 'UTC',
    expiryMonths: null,
    refundGraceDays: 30,
    opensAccounts: true,
    plumTokenHash: null,
    plumAllowedIps: [],
  };
  return changed(standard, given);
}

function changed(program: Program, given: Given): Program {
  if (given.decimals !== undefined && given.decimals !== program.decimals) {
    throw new UsageProblem(
      `${program.id} has ${program.decimals} decimals, and every amount in it is counted in them.`,
    );
  }
  const expiry = given['expiry-months'] ?? program.expiryMonths;
  const token = given['plum-token'];
  const allowed = given['plum-allow-ip'];
  return {
    ...program,
    name: given.name ?? program.name,
    unitName: given.unit ?? program.unitName,
    timeZone: given['time-zone'] ?? program.timeZone,
    expiryMonths: expiry === NEVER ? null : expiry,
    refundGraceDays: given['refund-grace-days'] ?? program.refundGraceDays,
    opensAccounts: given['opens-accounts'] === undefined ? program.opensAccounts : given['opens-accounts'] === 'yes',
    plumTokenHash: token === undefined ? program.plumTokenHash : hashOf(token),
    plumAllowedIps: allowed === undefined ? program.plumAllowedIps : allowed.filter((entry) => entry !== 'any'),
  };
}

function hashOf(token: string): Uint8Array | null {
  return token === NONE ? null : createHash('sha256').update(token).digest();
}

function describe(program: Program): string {
  const expiry = program.expiryMonths === null ? 'never expire' : `expire after ${program.expiryMonths} months`;
  const storefront = program.plumTokenHash === null ? 'no storefront' : `storefront from ${from(program)}`;
  return `${program.id}: ${program.name}, ${program.unitName} with ${program.decimals} decimals, ${program.timeZone}, ${expiry}, ${storefront}`;
}

function from({ plumAllowedIps }: Program): string {
  return plumAllowedIps.length === 0 ? 'any address' : plumAllowedIps.join(', ');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
