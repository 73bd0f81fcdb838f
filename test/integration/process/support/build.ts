import { execFileSync } from 'node:child_process';
import { projectFile } from '../../../../src/projectFile.ts';

/** Builds dist/ unless it is up to date. */
export function build(): void {
  execFileSync(process.execPath, [projectFile('scripts/build.mjs')], { stdio: 'inherit' });
}
