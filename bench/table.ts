import type { Figure } from './figure.ts';

const HEADINGS = ['figure', 'baseline', 'ours', 'baseline value', 'ratio', 'target', ''] as const;

/** The figures as one aligned table. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.figure,
    figure.baseline,
    figure.ours,
    figure.theirs,
    figure.ratio,
    figure.target,
    verdict(figure.met),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(HEADINGS), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

function verdict(met: boolean | null): string {
  if (met === null) return 'not measured';
  return met ? 'met' : 'NOT MET';
}
