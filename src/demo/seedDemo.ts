import type { Database } from '../database/port.ts';
import { accountRef } from '../ledger/account.ts';
import type { Command } from '../ledger/command.ts';
import { createLedger } from '../ledger/createLedger.ts';
import { type Day, dayOf, startOfDay } from '../ledger/day.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { MemberProfiles } from '../program/memberProfiles.ts';
import type { Program, ProgramStore } from '../program/programs.ts';
import { commandOf } from './commandOf.ts';
import { type DemoTime, SWEEP_WEEKS, FIRST_WEEK, MOMENT_DAY, momentOf } from './demoEvent.ts';
import { DEMO_PROFILES } from './demoProfiles.ts';
import { DEMO_FRACTIONAL_PROGRAM, DEMO_MEMBER_IDS, DEMO_PROGRAM } from './demoPrograms.ts';
import { memberHistory } from './memberHistory.ts';
import { showcaseHistory } from './showcaseHistory.ts';

export interface SeedDemoOptions {
  readonly programs: ProgramStore;
  readonly memberProfiles: MemberProfiles;
  readonly hot: Database;
  readonly reads: Database;
  /** The day of seeding; absent: today. */
  readonly today?: Date;
}

const PROGRAMS: readonly Program[] = [DEMO_PROGRAM, DEMO_FRACTIONAL_PROGRAM];
const WORKING_HOURS = { from: 8 * 3600, length: 9 * 3600 };

/**
 * Writes the demo's programs, members and their history, and says whether it did. Once, and never beside programs of
 * one's own: the program `demo` is written last and means that everything is there. A seeding that was killed at any
 * line is finished by the next one: its commands are the same ones, so what was posted is answered from memory, and
 * they are dated by the day on which the first of them was. Run it before anything else works on the ledger: it has
 * its own clock, which the expiry job has not.
 */
export async function seedDemo(options: SeedDemoOptions): Promise<boolean> {
  const { programs, memberProfiles, hot, reads, today = new Date() } = options;
  const known = await programs.all();
  if (known.some(({ id }) => id !== DEMO_FRACTIONAL_PROGRAM.id)) return false;
  let clock = today;
  const ledger = createLedger({ hot, reads, now: () => clock });
  try {
    const agenda = agendaOf();
    const seedingDay = await seedingDayOf(ledger, today);
    for (const { time, commands } of agenda) {
      clock = instantOf(time, seedingDay);
      if (time.moment === 'SWEEP') await ledger.expireLots(PROGRAMS);
      await postAll(ledger, commands);
    }
  } finally {
    await ledger.close();
  }
  for (const profile of DEMO_PROFILES) await memberProfiles.save(profile);
  for (const program of PROGRAMS.toReversed()) await programs.save(program);
  return true;
}

interface Appointment {
  readonly time: DemoTime;
  readonly commands: Command[];
}

/** Everything that happens, by its time: all commands of one moment are posted together. */
function agendaOf(): readonly Appointment[] {
  const agenda: Appointment[] = [];
  const moments = Object.keys(MOMENT_DAY) as DemoTime['moment'][];
  for (let week = FIRST_WEEK; week > 0; week -= 1) {
    for (const moment of moments) agenda.push({ time: { week, moment }, commands: [] });
  }
  for (const program of PROGRAMS) {
    for (const [index, memberId] of DEMO_MEMBER_IDS.entries()) {
      const history = index === 0 ? showcaseHistory(program.decimals) : memberHistory(index + 1, program.decimals);
      for (const event of history) {
        const place = (FIRST_WEEK - event.week) * moments.length + moments.indexOf(momentOf(event.kind));
        agenda[place]?.commands.push(commandOf(event, program, memberId));
      }
    }
  }
  return agenda.filter(
    ({ time, commands }) => commands.length > 0 || (time.moment === 'SWEEP' && SWEEP_WEEKS.includes(time.week)),
  );
}

/** The day that all others are counted from: today, or that of a seeding that was begun and not finished. */
async function seedingDayOf(ledger: Ledger, today: Date): Promise<Day> {
  const refs = PROGRAMS.flatMap(({ id }) => DEMO_MEMBER_IDS.map((memberId) => accountRef(id, memberId)));
  const begun = (await ledger.accounts(refs)).find((account) => account !== null);
  if (begun == null) return dayOf(today, 'UTC');
  return dayOf(begun.openedAt, 'UTC') + FIRST_WEEK * 7;
}

/** A moment of that day's working hours, another one on every day. */
function instantOf({ week, moment }: DemoTime, seedingDay: Day): Date {
  const daysBefore = 7 * week - MOMENT_DAY[moment];
  const seconds = WORKING_HOURS.from + ((daysBefore * 7919) % WORKING_HOURS.length);
  return new Date(startOfDay(seedingDay - daysBefore, 'UTC').getTime() + seconds * 1000);
}

async function postAll(ledger: Ledger, commands: readonly Command[]): Promise<void> {
  const outcomes = await Promise.all(commands.map(async (command) => ledger.post(command)));
  const refused = outcomes.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`The demo's history does not add up: ${refused.status}`);
}
