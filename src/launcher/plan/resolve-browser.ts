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

interface LaunchUrlContext {
  readonly expand: (text: string) => string;
  /** Where the app is, below the addresses that are bound. */
  readonly applicationPath: Reasoned<string>;
}

/** What the browser opens: absolute as it is, relative to the first bound address and the app's path there; null for that address itself. */
export function resolveLaunchUrl({ settings: { profile } }: LaunchFacts, { expand, applicationPath }: LaunchUrlContext): Reasoned<string | null> {
  const value = profile?.launchUrl ? belowApplication(expand(profile.launchUrl), applicationPath.value) : undefined;
  return decide<string | null>(
    [
      { value, from: profile ? `${profileSource(profile.name)} launchUrl` : '' },
      { value: applicationPath.value === '/' ? undefined : `${applicationPath.value}/`, from: applicationPath.from },
    ],
    null,
  );
}

/** `swagger` is the app's page, `/swagger` the site's, as URLs are resolved. */
function belowApplication(url: string, applicationPath: string): string {
  return applicationPath === '/' || /^(?:[a-z][a-z0-9+.-]*:|[\\/])/i.test(url) ? url : `${applicationPath}/${url}`;
}
