import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.ts';
import { readConfig } from '../config.ts';
import { StartupProblem } from '../startupProblem.ts';

export interface Command<Options extends NonNullable<ParseArgsConfig['options']>> {
  /** Shown with every mistake. */
  readonly usage: string;
  readonly options: Options;
  /** Gives what the process ends with. */
  readonly run: (given: Given<Options>, config: Config) => Promise<number>;
}

/** What stands on the command line: options by name, and words without one. */
export interface Given<Options extends NonNullable<ParseArgsConfig['options']>> {
  readonly values: ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>>['values'];
  readonly positionals: readonly string[];
}

/** What was typed makes no sense. */
export class UsageProblem extends StartupProblem {}

/** Runs a command with the service's own settings, and ends the process: 0, or 1 with a line that says why. */
export async function runCommand<Options extends NonNullable<ParseArgsConfig['options']>>(
  command: Command<Options>,
): Promise<never> {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    process.exit(await command.run(parse(command), readConfig(process.env)));
  } catch (error) {
    console.error(error instanceof StartupProblem ? error.message : error);
    if (error instanceof UsageProblem) console.error(`Usage: ${command.usage}`);
    process.exit(1);
  }
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>({ options }: Command<Options>): Given<Options> {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), error);
  }
}
