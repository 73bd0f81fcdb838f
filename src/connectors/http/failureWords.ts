import { ExchangeFailed } from './exchange.ts';
import { AddressRefused } from './guardedLookup.ts';

const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to the DNS',
  EAI_AGAIN: 'the DNS does not answer',
  ECONNREFUSED: 'nothing listens at its address',
  EHOSTUNREACH: 'its address cannot be reached',
  ENETUNREACH: 'its address cannot be reached',
  ECONNRESET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'its address does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped half-way',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'its answer is too large',
  UND_ERR_SOCKET: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not known here',
};

/** Why an exchange came to no answer, in words: codes only, because messages may repeat what was sent. */
export function failureWords(name: string, failure: unknown): string {
  if (!(failure instanceof ExchangeFailed)) return `${name} could not be called.`;
  if (failure.isAborted) return `${name} did not answer in time.`;
  if (failure.cause instanceof AddressRefused) return `${name}'s URL is refused. ${failure.cause.message}`;
  const code = codeOf(failure.cause);
  return code === null ? `${name} could not be called.` : `${name} could not be called: ${CODES[code] ?? code}.`;
}

function codeOf(cause: unknown): string | null {
  // Several addresses were tried: the first one's reason is as good as any.
  const error: unknown = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? code : null;
}
