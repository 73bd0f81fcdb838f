import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { projectFile } from '../../../src/projectFile.ts';
import type { EngineCall } from '../../emulators/kit/startEmulator.ts';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[];
  readonly requestBody?: unknown;
}

interface Excerpt {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** What is wrong with a request by the vendor's published OpenAPI; null: nothing. */
export type RequestCheck = (call: EngineCall) => string | null;

/**
 * Checks requests against an excerpt of a vendor's OpenAPI beside this file; each path there names where it comes from.
 * A field that the vendor does not know is wrong too: it would be ignored there, and missed here.
 */
export function createRequestCheck(excerpt: 'square' | 'talonOne'): RequestCheck {
  const text = readFileSync(projectFile(`test/connectors/openapi/${excerpt}.json`), 'utf8');
  const { paths, components } = JSON.parse(text) as Excerpt;
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: false });
  const id = 'excerpt';
  ajv.addSchema({ components: { schemas: closedIn(components.schemas) } }, id);
  const absolute = (value: unknown): object =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/components', `"${id}#/components`)) as object;
  const routes = Object.entries(paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    operations,
  }));

  return ({ method, path, query, body }) => {
    const operation = routes.find((route) => route.pattern.test(path))?.operations[method.toLowerCase()];
    const where = `${method} ${path}`;
    if (operation === undefined) return `${where} is not in the excerpt.`;
    for (const [name, value] of query) {
      const parameter = operation.parameters.find((one) => one.in === 'query' && one.name === name);
      if (parameter === undefined) return `${where} has no parameter ${name}.`;
      const isNumber = /"type":"(?:integer|number)"/.test(JSON.stringify(parameter.schema));
      if (isNumber && !/^\d+$/.test(value)) return `${where}: ${name} must be a number.`;
    }
    if (operation.requestBody === undefined) return body === undefined ? null : `${where} takes no body.`;
    const { content } = operation.requestBody as { content: { 'application/json': { schema: unknown } } };
    const validate = ajv.compile(absolute(content['application/json'].schema));
    return validate(body) ? null : `${where}: ${ajv.errorsText(validate.errors)}`;
  };
}

/** The schemas, their objects closed to unknown fields; those that are put together by allOf close nothing alone. */
function closedIn(schemas: Readonly<Record<string, unknown>>): unknown {
  const parts = new Set(
    JSON.stringify(schemas)
      .match(/(?<="allOf":\[)[^\]]*/g)
      ?.flatMap((all) => namesIn(all)) ?? [],
  );
  const entries = Object.entries(schemas).map(([name, schema]) => {
    const isOpen = parts.has(name) || JSON.stringify(schema).includes('"allOf"');
    return [name, isOpen ? schema : closed(schema)] as const;
  });
  return JSON.parse(
    JSON.stringify(Object.fromEntries(entries)).replaceAll('"#/components', '"excerpt#/components'),
  ) as unknown;
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const isObject = 'properties' in schema && Object.keys(schema.properties as object).length > 0;
  return isObject && !('additionalProperties' in schema) ? { ...schema, additionalProperties: false } : schema;
}
