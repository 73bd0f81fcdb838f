/** A row was not what the batch had read under its lock, or an account that it opens was opened by another: again. */
export class BatchOvertaken extends Error {
  constructor(what: string, expected: number, found: number) {
    super(`${what}: ${expected} rows to write, ${found} written`);
    this.name = 'BatchOvertaken';
  }
}
