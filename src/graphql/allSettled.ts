import { asError } from '../failure/asError.ts';

/**
 * What the items of a list come to, each through `finish`; an Error in the place of what was rejected or thrown. A
 * plain list where nothing has to be waited for; never a rejection.
 */
export function allSettled(
  items: readonly unknown[],
  finish: (value: unknown, index: number) => unknown,
): unknown[] | Promise<unknown[]> {
  const values: unknown[] = [];
  const promises: Promise<void>[] = [];
  const settle = (value: unknown, index: number): void => {
    try {
      values[index] = finish(value, index);
    } catch (error) {
      values[index] = asError(error);
    }
  };
  items.forEach((item, index) => {
    if (!isPromise(item)) return settle(item, index);
    values[index] = undefined;
    promises.push(
      item.then(
        (value) => settle(value, index),
        (error: unknown) => settle(asError(error), index),
      ),
    );
  });
  return promises.length === 0 ? values : Promise.all(promises).then(() => values);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
