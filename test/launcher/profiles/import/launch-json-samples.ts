import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** Real .vscode/launch.json files, which stand beside the checkout on the build machine and are no part of the project. */
export const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/vscode-launch');
export const WHY_SKIPPED = existsSync(SAMPLES) ? '' : ` (skipped: ${SAMPLES} is not there)`;

export function sampleFiles(): string[] {
  return WHY_SKIPPED === '' ? readdirSync(SAMPLES).filter((name) => name.endsWith('.json')) : [];
}
