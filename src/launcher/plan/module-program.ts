import { basename } from 'node:path';
import type { LaunchFacts } from './launch-facts.ts';
import type { Reasoned } from './reasoned.ts';
import { findValue } from './resolve-module.ts';

/** What starts the app itself, whatever arguments it has: node and mews, the placeholders of Visual Studio, and what `dotnet publish` writes. */
const OWN = /^(?:|%launcher_path%|(?:.*[\\/])?(?:node|mews|dotnet)(?:\.exe|\.cmd)?)$/i;

/** A program that web.config or the profile's `module` wants behind the module, as written; undefined where that is the project's own app. */
export interface ModuleProgram {
  readonly path: Reasoned<string>;
  readonly arguments: Reasoned<string> | undefined;
}

export function moduleProgram({ module = [] }: LaunchFacts['settings']): ModuleProgram | undefined {
  const path = findValue(module, 'processPath');
  if (!path || OWN.test(path.value.trim())) return undefined;
  // The arguments below it are another program's.
  const naming = module.findLastIndex(({ settings }) => settings.values.processPath !== undefined);
  return { path, arguments: findValue(module.slice(naming), 'arguments') };
}

/** Said once: a web.config of a .NET app does not keep a Node project from running, nor can it run it. */
export function moduleWarnings({ module = [] }: LaunchFacts['settings']): string[] {
  const path = findValue(module, 'processPath');
  const isDotnet = path !== undefined && /^dotnet(?:\.exe)?$/i.test(basename(path.value.replaceAll('\\', '/')));
  return isDotnet ? [`processPath '${path.value}' (from ${path.from}) is not started: the project's own app takes its place.`] : [];
}
