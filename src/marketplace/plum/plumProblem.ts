/** Why a storefront's request is refused. Thrown within the endpoints, and answered as `{status: 0, …}`. */
export class PlumProblem extends Error {
  readonly httpStatus: number;
  /** For machines: stable. */
  readonly code: string;
  constructor(httpStatus: number, code: string, message: string) {
    super(message);
    this.name = 'PlumProblem';
    this.httpStatus = httpStatus;
    this.code = code;
  }
}

/** The body cannot be understood; nothing was done. */
export function badInput(message: string): PlumProblem {
  return new PlumProblem(400, 'BAD_INPUT', message);
}
