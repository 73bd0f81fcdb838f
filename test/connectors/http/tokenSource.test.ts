import { describe, expect, it } from 'vitest';
import type { NotSent } from '../../../src/connectors/http/engineHttp.ts';
import { createTokenSource, type TokenSource } from '../../../src/connectors/http/tokenSource.ts';

function given(answer: (count: number) => NotSent | null = () => null) {
  const state = { now: 0, fetched: 0, release: [] as (() => void)[], isHeld: false };
  const tokens: TokenSource = createTokenSource({
    name: 'The engine',
    now: () => state.now,
    random: () => 0,
    fetch: async () => {
      state.fetched += 1;
      const count = state.fetched;
      if (state.isHeld) await new Promise<void>((resolve) => state.release.push(resolve));
      return answer(count) ?? { token: `token-${count}`, expiresIn: 1000 };
    },
  });
  return { state, tokens };
}

const never = new AbortController().signal;
const failed: NotSent = { status: 'notSent', words: 'It is down.', retryAfter: 5, httpStatus: null };

describe('a token', () => {
  it('is asked for once by all who need it at the same time', async () => {
    const { state, tokens } = given();
    const got = await Promise.all(Array.from({ length: 20 }, async () => tokens.get(never)));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    expect(state.fetched).toBe(1);
  });

  it('is renewed in the background when four fifths of its life are over', async () => {
    const { state, tokens } = given();
    await tokens.get(never);
    state.now = 799;
    expect(await tokens.get(never)).toBe('token-1');
    expect(state.fetched).toBe(1);
    state.now = 801;
    expect(await tokens.get(never)).toBe('token-1');
    await expect.poll(async () => tokens.get(never)).toBe('token-2');
    expect(state.fetched).toBe(2);
  });

  it('is waited for when the old one is over', async () => {
    const { state, tokens } = given();
    await tokens.get(never);
    state.now = 1001;
    expect(await tokens.get(never)).toBe('token-2');
  });

  it('that was not accepted is thrown away once, not for every caller that used it', async () => {
    const { state, tokens } = given();
    await tokens.get(never);
    tokens.invalidate('token-1');
    expect(await tokens.get(never)).toBe('token-2');
    tokens.invalidate('token-1');
    expect(await tokens.get(never)).toBe('token-2');
    expect(state.fetched).toBe(2);
  });

  it('that could not be got means that nothing was sent, and is asked for again next time', async () => {
    const { tokens } = given((count) => (count === 1 ? failed : null));
    expect(await tokens.get(never)).toEqual(failed);
    expect(await tokens.get(never)).toBe('token-2');
  });

  it('is not waited for beyond a deadline of one caller, and still comes for the others', async () => {
    const { state, tokens } = given();
    state.isHeld = true;
    const patient = tokens.get(never);
    const impatient = new AbortController();
    const given_up = tokens.get(impatient.signal);
    impatient.abort();
    expect(await given_up).toMatchObject({ status: 'notSent' });
    for (const release of state.release) release();
    expect(await patient).toBe('token-1');
    expect(state.fetched).toBe(1);
  });
});
