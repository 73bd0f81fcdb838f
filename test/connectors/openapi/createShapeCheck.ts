import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { projectFile } from '../../../src/projectFile.ts';
import type { EngineAnswer, EngineCall } from '../../emulators/kit/startEmulator.ts';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}
interface Body {
  readonly content: { readonly 'application/json': { readonly schema: unknown } };
}

/** What is wrong with a call by an OpenAPI 3.1 document, or with an answer to it; null: nothing. */
export interface ShapeCheck {
  request(call: EngineCall): string | null;
  answer(call: EngineCall, answer: EngineAnswer): string | null;
}

/** Checks paths, queries, bodies and answers against an excerpt of a vendor's OpenAPI 3.1 beside this file. */
export function createShapeCheck(excerpt: string): ShapeCheck {
  const text = readFileSync(projectFile(`test/connectors/openapi/${excerpt}.json`), 'utf8');
  const document = JSON.parse(text.replaceAll('"#/components', '"excerpt#/components')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'excerpt');
  const problem = (schema: unknown, value: unknown): string | null => {
    const validate = ajv.compile(schema as object);
    return validate(value) ? null : ajv.errorsText(validate.errors);
  };
  const operationOf = ({ method, path }: EngineCall): [string, Operation] | null => {
    for (const [template, operations] of Object.entries(document.paths)) {
      const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      const operation = operations[method.toLowerCase()];
      if (pattern.test(path) && operation !== undefined) return [template, operation];
    }
    return null;
  };

  return {
    request: (call) => {
      const found = operationOf(call);
      if (found === null) return `${call.method} ${call.path} is not in the excerpt`;
      const [template, { parameters, requestBody }] = found;
      const values = { ...pathValues(template, call.path), ...queryValues(call.query) };
      for (const [name, value] of Object.entries(values)) {
        // A vendor's document may name a path's one value otherwise in the path.
        const inPath = parameters.filter((one) => one.in === 'path');
        const only = template.includes(`{${name}}`) && inPath.length === 1 ? inPath[0] : undefined;
        const parameter = parameters.find((one) => one.name === name) ?? only;
        if (parameter === undefined) return `there is no parameter ${name}`;
        const typed = typeof value === 'string' && /^\d+$/.test(value) && name === 'limit' ? Number(value) : value;
        const wrong = problem(parameter.schema, typed);
        if (wrong !== null) return `${name}: ${wrong}`;
      }
      if (requestBody === undefined) return call.body === undefined ? null : 'there is no body';
      return problem(requestBody.content['application/json'].schema, call.body);
    },
    answer: (call, { status, body }) => {
      const documented = operationOf(call)?.[1].responses[String(status)];
      if (documented === undefined) return `${status} is not in the excerpt`;
      return problem(documented.content['application/json'].schema, body);
    },
  };
}

function pathValues(template: string, path: string): Record<string, string> {
  const values = path.split('/');
  return Object.fromEntries(
    template
      .split('/')
      .flatMap((part, index) =>
        part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(values[index] ?? '')]] : [],
      ),
  ) as Record<string, string>;
}

/** Deep objects, as filters[created_at][conditions][$after]=…, put together. */
function queryValues(query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of query) {
    const names = key.split(/\[|\]\[|\]/).filter((name) => name !== '');
    const last = names.pop() ?? key;
    let at = values;
    for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return values;
}
