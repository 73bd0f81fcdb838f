import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rememberTokens } from '../../../src/server/rememberTokens.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const seconds = (after: number): number => NOW.getTime() / 1000 + after;

beforeEach(() => vi.useFakeTimers({ now: NOW, toFake: ['Date', 'performance'] }));
afterEach(() => vi.useRealTimers());

it('proves a token once, and again after a moment', async () => {
  const verify = vi.fn(async () => Promise.resolve({ sub: 'a', exp: seconds(3_600) }));
  const remembering = rememberTokens(verify);
  await remembering('token');
  await expect(remembering('token')).resolves.toEqual({ sub: 'a', exp: seconds(3_600) });
  await remembering('another');
  expect(verify).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_001);
  await remembering('token');
  expect(verify).toHaveBeenCalledTimes(3);
});

it('remembers nothing beyond the end of the token', async () => {
  const verify = vi.fn(async () => Promise.resolve({ sub: 'a', exp: seconds(2) }));
  const remembering = rememberTokens(verify);
  await remembering('token');
  vi.advanceTimersByTime(2_001);
  await remembering('token');
  expect(verify).toHaveBeenCalledTimes(2);
});

it('remembers neither a refusal nor a token that is very long', async () => {
  const verify = vi.fn(async () => Promise.resolve({ sub: 'a', exp: seconds(3_600) }));
  verify.mockRejectedValueOnce(new Error('no'));
  const remembering = rememberTokens(verify);
  await expect(remembering('token')).rejects.toThrow('no');
  await remembering('token');
  await remembering('x'.repeat(5_000));
  await remembering('x'.repeat(5_000));
  expect(verify).toHaveBeenCalledTimes(4);
});
