import { basename } from 'node:path';
import type { LaunchFacts, ModuleSource } from './launch-facts.ts';
import type { Reasoned } from './reasoned.ts';
import { findValue } from './resolve-module.ts';
import { WEB_CONFIG } from './variable-layers.ts';

/** What starts the app itself, whatever arguments it has: node and mews, the placeholders of Visual Studio, and what `dotnet publish` writes. */
const OWN = /^(?:|%launcher_path%|(?:.*[\\/])?(?:node|mews|dotnet)(?:\.exe|\.cmd)?)$/i;

/** A program that web.config or the profile's `module` wants behind the module; undefined where that is the project's own app. */
export interface ModuleProgram {
  /** `%VAR%` replaced. */
  readonly path: Reasoned<string>;
  /** As written. */
  readonly arguments: Reasoned<string> | undefined;
}

export function moduleProgram(settings: LaunchFacts['settings'], expand: (text: string) => string): ModuleProgram | undefined {
  const module = programSources(settings);
  const path = findValue(module, 'processPath');
  if (!path) return undefined;
  const expanded = expand(path.value);
  if (isOwn(path.value) || isOwn(expanded)) return undefined;
  // The arguments below it are another program's.
  const naming = module.findLastIndex(({ settings: { values } }) => values.processPath !== undefined);
  return { path: { ...path, value: expanded }, arguments: findValue(module.slice(naming), 'arguments') };
}

/** Said once: a web.config of a .NET app does not keep a Node project from running, nor can it run it. */
export function moduleWarnings(settings: LaunchFacts['settings']): string[] {
  const path = findValue(programSources(settings), 'processPath');
  return path && isDotnet(path.value) ? [`processPath '${path.value}' (from ${path.from}) is not started: the project's own app takes its place.`] : [];
}

/** That a processPath is understood as the project's own app, where that is no surprise. */
export function ownAppDetails(settings: LaunchFacts['settings'], expand: (text: string) => string): string[] {
  const path = findValue(programSources(settings), 'processPath');
  if (!path || path.value.trim() === '' || isDotnet(path.value) || moduleProgram(settings, expand)) return [];
  return [`processPath '${path.value}' (from ${path.from}) means the project's own app: mews starts that, with its own arguments.`];
}

/** An Executable profile names its program itself: web.config lies below the profile. */
function programSources({ profile, module = [] }: LaunchFacts['settings']): readonly ModuleSource[] {
  return profile?.commandName === 'Executable' ? module.filter(({ from }) => from !== WEB_CONFIG) : module;
}

function isOwn(path: string): boolean {
  return OWN.test(path.trim());
}

function isDotnet(path: string): boolean {
  return /^dotnet(?:\.exe)?$/i.test(basename(path.trim().replaceAll('\\', '/')));
}
