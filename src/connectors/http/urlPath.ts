/** A path whose values are encoded: urlPath`/members/${id}`. */
export function urlPath(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.map((text, index) => text + encodeURIComponent(values[index] ?? '')).join('');
}

/** Whether a path stays what it is on its way: an id of "." or ".." would lead to another resource. */
export function isPlainPath(path: string): boolean {
  const [name = ''] = path.split('?');
  return name.startsWith('/') && name.split('/').every((segment) => !/^(?:\.|%2e){1,2}$/i.test(segment));
}
