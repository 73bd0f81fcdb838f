import { percentile, type Round } from '../measure.ts';

/**
 * That many callers, each sending its next call when the last one was answered, for a while. Every call begun is
 * waited for. A call that throws stops the measurement: a figure over failures would be worth nothing.
 */
export async function underLoad(
  callers: number,
  milliseconds: number,
  call: (caller: number) => Promise<void>,
): Promise<Round> {
  const latencies: number[] = [];
  const begin = performance.now();
  const end = begin + milliseconds;
  const loop = async (caller: number): Promise<void> => {
    for (let sent = performance.now(); sent < end;) {
      await call(caller);
      const answered = performance.now();
      latencies.push(answered - sent);
      sent = answered;
    }
  };
  await Promise.all(Array.from({ length: callers }, async (_, caller) => loop(caller)));
  const seconds = (performance.now() - begin) / 1000;
  return {
    rate: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}
