import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Binding } from './template.ts';

export interface RunningMews {
  readonly version: string;
  /** The package folder of the running CLI. */
  readonly mewsRoot: string;
}

/** Whether this mews runs from its own checkout: a package has the sources of nothing but what it ships. */
export function isCheckout({ mewsRoot }: Pick<RunningMews, 'mewsRoot'>): boolean {
  return existsSync(join(mewsRoot, 'src', 'main.ts'));
}

/** What a package.json says of its dependency on the running mews: the version, or the checkout's folder. */
export function mewsDependency(mews: RunningMews): string {
  return isCheckout(mews) ? `file:${mews.mewsRoot.replaceAll('\\', '/')}` : `^${mews.version}`;
}

/** The values of `bind` symbols. */
export function boundValues(mews: RunningMews): ReadonlyMap<Binding, string> {
  return new Map([
    ['host:mews', mewsDependency(mews)],
    ['host:mewsVersion', mews.version],
    ['host:year', String(new Date().getFullYear())],
  ]);
}

/** Installing a linked checkout would build it, under the feet of whoever runs it. */
export function installOptions(mews: RunningMews): readonly string[] {
  return isCheckout(mews) ? ['--ignore-scripts'] : [];
}
