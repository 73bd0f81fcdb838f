import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { jestFile, suiteFolder } from './suite.ts';

export interface SuiteResult {
  readonly name: string;
  readonly passed: boolean;
  /** In the suite's words; empty when it passed. */
  readonly failure: string;
}

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

const config = {
  rootDir: suiteFolder,
  testMatch: [join(suiteFolder, 'dist', 'tests', '*.test.js')],
  testPathIgnorePatterns: [],
  transform: {},
  // Jest looks away from packages under node_modules, and the suite is one.
  haste: { retainAllFiles: true },
  watchman: false,
  moduleNameMapper: { '^make-fetch-happen$': fileURLToPath(new URL('fetchRouter.cjs', import.meta.url)) },
};

/** Runs the suite's own tests, unchanged, against our router and our products subgraph. */
export async function runJest(routerUrl: string, productsUrl: string): Promise<readonly SuiteResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'compatibility-'));
  try {
    const reportFile = join(folder, 'report.json');
    const flags = ['--config', JSON.stringify(config), '--ci', '--runInBand', '--json', '--outputFile', reportFile];
    const child = spawn(process.execPath, [jestFile, ...flags, '--cacheDirectory', join(folder, 'cache')], {
      cwd: folder,
      env: { ...process.env, ROUTER_URL: routerUrl, PRODUCTS_URL: productsUrl },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    const report = await readFile(reportFile, 'utf8').catch(() => {
      throw new Error(`Jest did not run the suite:\n${said}`);
    });
    return resultsOf(JSON.parse(report) as JestReport);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resultsOf({ testResults }: JestReport): readonly SuiteResult[] {
  return testResults.flatMap(({ message, assertionResults }) => {
    // A file that could not even be loaded has no tests, only words.
    if (assertionResults.length === 0) throw new Error(`A file of the suite did not run:\n${message}`);
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      passed: status === 'passed',
      failure: (failureMessages ?? []).join('\n'),
    }));
  });
}
