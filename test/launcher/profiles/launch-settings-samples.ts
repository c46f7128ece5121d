import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** 112 real launchSettings.json files, which stand beside the checkout on the build machine and are no part of the project. */
export const SAMPLES = resolve(import.meta.dirname, '../../../../shared/launch-settings');
export const HAS_SAMPLES = existsSync(join(SAMPLES, 'expected.tsv'));
export const WHY_SKIPPED = HAS_SAMPLES ? '' : ` (skipped: ${SAMPLES} is not there)`;

export function sampleFiles(): string[] {
  return HAS_SAMPLES ? readdirSync(SAMPLES).filter((name) => name.endsWith('.json')) : [];
}
