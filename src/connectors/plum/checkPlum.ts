import { engineWords } from '../http/engineWords.ts';
import type { CheckStep } from '../loyaltyConnector.ts';
import { answerOf, type PlumCall } from './plumCalls.ts';
import type { PlumSecrets, PlumSettings } from './plumSettings.ts';

/** Nobody is called so. */
const STRANGER = 'connection-check-nobody';

/** Asks for a balance, of the operator's test member or of nobody; nothing else can be tried without changing something. */
export async function checkPlum(
  call: PlumCall,
  { keys, paths, refusals, checkMemberId }: PlumSettings,
  { authToken }: PlumSecrets,
  signal: AbortSignal,
): Promise<readonly CheckStep[]> {
  const name = 'balance';
  const result = await call(paths.balance, { [keys.memberId]: checkMemberId ?? STRANGER }, signal);
  const answer = answerOf(result);
  if (result.status === 'notSent' || result.status === 'unknown') {
    const where = result.httpStatus === 404 ? ` Is its balance call really at ${paths.balance}?` : '';
    const secret = result.httpStatus === 401 ? ' Is the auth token the one that it expects?' : '';
    return [{ name, ok: false, words: result.words + where + secret }];
  }
  if (answer === null) return [{ name, ok: false, words: 'It answered an error that says that all is well.' }];
  if (answer.ok && answer.points !== null) {
    return [{ name, ok: true, words: 'It accepts the auth token and tells balances.' }];
  }
  const isUnknown = answer.code !== null && refusals[answer.code] === 'MEMBER_UNKNOWN';
  if (isUnknown && checkMemberId === undefined) {
    return [{ name, ok: true, words: 'It accepts the auth token, and says that it does not know who nobody is.' }];
  }
  if (isUnknown) return [{ name, ok: false, words: `It does not know the member ${checkMemberId}.` }];
  const said = engineWords(answer.message ?? answer.code ?? 'nothing more', [authToken]);
  const hint = checkMemberId === undefined ? ' Set checkMemberId to a member that exists there and check again.' : '';
  return [{ name, ok: false, words: `It refuses to tell a balance: ${said}.${hint}` }];
}
