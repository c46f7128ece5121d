import { decide, profileSource } from './decide.ts';
import type { LaunchFacts } from './launch-facts.ts';
import type { Reasoned } from './launch-plan.ts';

/** Whether a browser is wanted: `--open`/`--no-open`, else the profile's launchBrowser. On a TTY only, unless asked on the command line. */
export function resolveLaunchBrowser({ options, settings: { profile } }: LaunchFacts): Reasoned<boolean> {
  return decide(
    [
      { value: options.open, from: options.open === false ? '--no-open' : '--open' },
      { value: profile?.launchBrowser ? true : undefined, from: profile ? `${profileSource(profile.name)} launchBrowser` : '' },
    ],
    false,
  );
}

/** What the browser opens: absolute as it is, relative to the first bound address; null for that address itself. */
export function resolveLaunchUrl({ settings: { profile } }: LaunchFacts, expand: (text: string) => string): Reasoned<string | null> {
  const value = profile?.launchUrl ? expand(profile.launchUrl) : undefined;
  return decide<string | null>([{ value, from: profile ? `${profileSource(profile.name)} launchUrl` : '' }], null);
}
