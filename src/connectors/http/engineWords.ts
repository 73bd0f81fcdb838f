/** What an engine said, fit to be shown: one line, 200 characters at most, and nothing that is secret. */
export function engineWords(said: string, secrets: readonly string[]): string {
  // Secrets first: cut before, half a secret would stay.
  const clean = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '…'), said)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}
