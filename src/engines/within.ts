/** What comes first: the answer, or what there is instead when so many milliseconds are over. */
export async function within<Answer>(
  milliseconds: number,
  answer: Promise<Answer>,
  instead: () => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      instead().then(resolve, reject);
    }, milliseconds).unref();
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
