import type { CallResult, EngineHttp, EngineRequest } from '../http/engineHttp.ts';
import { type TalonOneErrors, talonOneErrors } from './talonOneAnswers.ts';
import type { KeyedQueue } from './keyedQueue.ts';
import type { TalonOneSecrets, TalonOneSettings } from './talonOneSettings.ts';

export interface TalonOneContext {
  readonly settings: TalonOneSettings;
  readonly secrets: TalonOneSecrets;
  readonly http: EngineHttp;
  /** Of profiles: Talon.One answers parallel requests of one with 409. */
  readonly queue: KeyedQueue;
}

export type TalonOneResult<Answer> = CallResult<Answer, TalonOneErrors>;
export type NotAnswered = Exclude<TalonOneResult<unknown>, { status: 'answered' }>;

export async function talonOneCall<Answer>(
  { http, secrets }: TalonOneContext,
  request: Omit<EngineRequest<Answer, TalonOneErrors>, 'refusalSchema'>,
  signal: AbortSignal,
): Promise<TalonOneResult<Answer>> {
  const headers = { ...request.headers, authorization: `ApiKey-v1 ${secrets.apiKey}` };
  return http.call({ ...request, headers, refusalSchema: talonOneErrors }, signal);
}
