/** The envelope of every Loyalife answer, with its misspelling. */
export function succeeded(value: unknown, count = 0): unknown {
  return {
    results: { IsSucessful: true, ErrorCode: '000', ExceptionMessage: 'Success', ReturnObject: value, Count: count },
  };
}

/** A failure, which comes with a 200. */
export function failed(code: string, message: string): unknown {
  return {
    results: { IsSucessful: false, ErrorCode: code, ExceptionMessage: message, ReturnObject: null, Count: 0 },
  };
}
