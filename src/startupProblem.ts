/** Why the program does not start, in words for the person who starts it: no stack trace is shown. */
export class StartupProblem extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartupProblem';
  }
}
