import { openTestDatabase } from '../../support/openTestDatabase.ts';
import { readTruth } from '../../integration/saga/support/readTruth.ts';
import { storm, type StormOptions } from '../../integration/saga/support/storm.ts';
import { STORM_ENGINES, type StormEngine } from '../../integration/saga/support/stormEngines.ts';

/** What a storm over one kind of engine came to. */
export interface SagaReport {
  readonly name: StormEngine;
  readonly redemptions: number;
  readonly calls: number;
  readonly faulty: number;
  /** Workers that died, by where they stood. */
  readonly kills: ReadonlyMap<string, number>;
  /** Workers that were stopped and woke late, and those of them that woke beside the one that had overtaken them. */
  readonly paused: number;
  readonly overtaken: number;
  readonly captured: number;
  readonly voided: number;
  readonly wrong: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly drift: number;
  readonly seconds: number;
  /** The findings themselves, in words; empty: the engine and we tell one truth. */
  readonly problems: readonly string[];
}

/** Redeems through an engine in a storm, on a database of its own, and holds what we say against the engine's own books. */
export async function sagaStorm(postgres: string, name: StormEngine, options: StormOptions): Promise<SagaReport> {
  const began = performance.now();
  const database = await openTestDatabase(postgres);
  const engine = await STORM_ENGINES[name]();
  try {
    const { calls, faulty, crashed, paused, overtaken, stuck } = await storm(database, engine, options);
    const truth = await readTruth(database, engine);
    const wrong = [...truth.wrong, ...truth.unknown];
    const found = { wrong, doubled: truth.doubled, stuck: stuck.length > 0 ? stuck : truth.stuck, drift: truth.drift };
    return {
      name,
      redemptions: options.redemptions,
      calls,
      faulty,
      kills: crashed,
      paused,
      overtaken,
      captured: truth.captured,
      voided: truth.voided,
      wrong: wrong.length,
      doubled: found.doubled.length,
      stuck: found.stuck.length,
      drift: found.drift.length,
      seconds: (performance.now() - began) / 1000,
      problems: Object.entries(found).flatMap(([kind, those]) => those.map((one) => `${kind}: ${textOf(one)}`)),
    };
  } finally {
    await engine.close();
    await database.close();
  }
}

function textOf(finding: unknown): string {
  if (typeof finding === 'string') return finding;
  return JSON.stringify(finding, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
