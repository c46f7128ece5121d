import type { LaunchProfile } from '../../../src/launcher/profiles/launch-profile.ts';

/** The IIS Express profile `web`, with whatever a test wants of it. */
export function webProfile(profile: Partial<LaunchProfile> = {}): LaunchProfile {
  return {
    name: 'web',
    file: 'launchSettings.json',
    sources: new Map(),
    commandName: 'IISExpress',
    launchBrowser: false,
    unknownProperties: [],
    environmentVariables: new Map(),
    ...profile,
  };
}
