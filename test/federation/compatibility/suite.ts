import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Apollo's subgraph compatibility suite, where npm has put it. */
const require = createRequire(import.meta.url);
export const suiteFolder = dirname(require.resolve('@apollo/federation-subgraph-compatibility-tests/package.json'));

/** Jest as the suite has it. */
export const jestFile = createRequire(join(suiteFolder, 'package.json')).resolve('jest/bin/jest');

/** The schema that a subgraph under test has to serve. */
export function readProductsSchema(): string {
  return readFileSync(join(suiteFolder, 'products.graphql'), 'utf8');
}

/** The schema of one of the two subgraphs that the suite brings along. */
export function readBundledSchema(name: BundledSubgraph): string {
  return readFileSync(join(suiteFolder, 'dist', 'subgraphs', name, `${name}.graphql`), 'utf8');
}

export type BundledSubgraph = 'users' | 'inventory';
