/**
 * The field that graphql-js complains of in a variable, read from its words, which say it nowhere else:
 * `Variable "$input" got invalid value "x" at "input.points"; …` is of input.points. Null for other words.
 */
export function fieldOfVariable(message: string): string | null {
  const variable = /^Variable "\$([^"]+)"/.exec(message)?.[1];
  if (variable === undefined) return null;
  const path = /" at "([^"]+)"; /.exec(message)?.[1] ?? / at "([^"]+)"; /.exec(message)?.[1] ?? variable;
  const inside = /; Field "([^"]+)" (?:of required type|is not defined)/.exec(message)?.[1];
  return inside === undefined ? path : `${path}.${inside}`;
}
