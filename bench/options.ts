export const ROWS = [
  'ledger-spread',
  'ledger-hot',
  'redeem-spread',
  'redeem-hot',
  'entities',
  'earning',
  'rules',
  'engines',
  'start',
  'memory',
] as const;
export type RowName = (typeof ROWS)[number];

export interface Options {
  readonly rows: readonly RowName[];
  /** Shorter rounds and fewer: to see that it runs, not to be quoted. */
  readonly quick: boolean;
  /** How long the memory row keeps the service under load. */
  readonly minutes: number;
}

export const USAGE = `npm run bench -- [--quick] [--minutes <n>] [<row> …]
rows: ${ROWS.join(', ')}; all of them when none is named
--minutes  how long the row "memory" lasts, 10 for the full figure`;

/** Reads the command line. Throws RangeError, with words for a person, when it cannot. */
export function readOptions(words: readonly string[]): Options {
  const rows: RowName[] = [];
  let quick = false;
  let minutes: number | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--quick') quick = true;
    else if (word === '--minutes') {
      at += 1;
      minutes = Number(words[at]);
      if (!(minutes > 0)) throw new RangeError('--minutes needs a number.');
    } else if (isRow(word)) rows.push(word);
    else throw new RangeError(`There is no row or option ${word}.`);
  }
  return { rows: rows.length === 0 ? ROWS : rows, quick, minutes: minutes ?? (quick ? 0.2 : 0.75) };
}

function isRow(word: string): word is RowName {
  return (ROWS as readonly string[]).includes(word);
}
