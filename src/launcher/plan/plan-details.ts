import type { LaunchFacts } from './launch-facts.ts';
import type { HostingModel } from '../profiles/profile-values.ts';
import { profileSource } from './decide.ts';
import { ownAppDetails } from './module-program.ts';
import { findValue } from './resolve-module.ts';
import { WEB_CONFIG } from './variable-layers.ts';

interface DetailContext {
  readonly hostingModel: HostingModel | null;
  readonly expand: (text: string) => string;
}

/** What is told to those alone who ask for details: settings that mean nothing, or something else than where they come from. */
export function planDetails({ settings }: Pick<LaunchFacts, 'settings'>, { hostingModel, expand }: DetailContext): string[] {
  const unknown = unknownSettings(settings);
  return [
    ...(unknown.length > 0 ? [`Settings that mews does not know are ignored: ${unknown.join(', ')}`] : []),
    ...(hostingModel === null ? unusedModule(settings) : [...webConfigRead(settings), ...windowsToken(settings), ...ownAppDetails(settings, expand)]),
  ];
}

function unknownSettings({ profile, module = [] }: LaunchFacts['settings']): string[] {
  // Those of the profile's `module` are among the profile's own.
  const ofWebConfig = module.filter(({ from }) => from === WEB_CONFIG).flatMap(({ settings }) => settings.unknown);
  return [...(profile?.unknownProperties ?? []), ...ofWebConfig];
}

function unusedModule({ profile }: LaunchFacts['settings']): string[] {
  return profile?.module ? [`"module" of ${profileSource(profile.name)} has no effect: no "hostingModel" is chosen, and no --hosting-model.`] : [];
}

function webConfigRead({ module = [], webConfigPath }: LaunchFacts['settings']): string[] {
  return webConfigPath !== undefined && module.some(({ from }) => from === WEB_CONFIG) ? [`Settings of the hosting module are read from ${webConfigPath}`] : [];
}

/** IIS has a user's Windows token to forward; nothing here has. */
function windowsToken({ module = [] }: LaunchFacts['settings']): string[] {
  const forward = findValue(module, 'forwardWindowsAuthToken');
  return forward?.value ? [`${forward.from} has no effect: there is no Windows authentication here.`] : [];
}
