import type { SagaReport } from './sagaStorm.ts';

const HEADINGS = [
  'engine',
  'redemptions',
  'calls',
  'faulty',
  'kills',
  'captured',
  'voided',
  'wrong',
  'doubled',
  'stuck',
  'drift',
  'seed',
  'time',
];

/** The reports as one aligned table. */
export function formatReports(reports: readonly SagaReport[], seed: number): string {
  const rows = reports.map((report) => [
    report.name,
    ...[report.redemptions, report.calls, report.faulty, sumOf(report.kills), report.captured, report.voided].map(
      String,
    ),
    ...[report.wrong, report.doubled, report.stuck, report.drift, seed].map(String),
    `${report.seconds.toFixed(0)} s`,
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
