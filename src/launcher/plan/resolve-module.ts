import { resolve } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import type { ModuleValueName, ModuleValues } from '../profiles/module/module-values.ts';
import type { LaunchFacts, ModuleSource } from './launch-facts.ts';
import type { ModulePlan } from './module-plan.ts';
import type { Reasoned } from './reasoned.ts';
import { WEB_CONFIG } from './variable-layers.ts';

/** ANCM's defaults, and IIS's for the pool: a development server ends no process over its being idle. Times in milliseconds. */
const DEFAULTS = {
  startupTimeLimit: 120_000,
  shutdownTimeLimit: 10_000,
  shutdownDelay: 0,
  requestTimeout: 120_000,
  idleTimeout: 0,
  rapidFailsPerMinute: 10,
  processesPerApplication: 1,
  stdoutLogEnabled: false,
  stdoutLogFile: './aspnetcore-stdout',
  disableStartUpErrorPage: false,
} as const;

export interface ModuleRequest {
  readonly facts: Pick<LaunchFacts, 'settings' | 'platform'>;
  /** Absolute path of the app's folder. */
  readonly contentRoot: string;
  readonly applicationPath: Reasoned<string>;
  readonly expand: (text: string) => string;
}

/** The settings of the hosting module, each with where it came from: web.config < the profile's `module`. */
export function resolveModule({ facts: { settings, platform }, contentRoot, applicationPath, expand }: ModuleRequest): ModulePlan {
  const { module: sources = [], webConfigPath = resolve(contentRoot, 'web.config') } = settings;
  const value = <Name extends keyof typeof DEFAULTS>(name: Name): Reasoned<ModuleValues[Name]> => findValue(sources, name) ?? { value: DEFAULTS[name] as ModuleValues[Name], from: 'default' };
  const log = value('stdoutLogFile');
  return {
    startupTimeLimit: value('startupTimeLimit'),
    shutdownTimeLimit: value('shutdownTimeLimit'),
    shutdownDelay: value('shutdownDelay'),
    requestTimeout: value('requestTimeout'),
    idleTimeout: value('idleTimeout'),
    rapidFailsPerMinute: value('rapidFailsPerMinute'),
    processesPerApplication: value('processesPerApplication'),
    stdoutLogEnabled: value('stdoutLogEnabled'),
    stdoutLogFile: resolveLog({ ...log, value: expand(log.value) }, { contentRoot, platform }),
    disableStartUpErrorPage: value('disableStartUpErrorPage'),
    applicationPath,
    webConfig: sources.some(({ from }) => from === WEB_CONFIG) ? webConfigPath : null,
    webConfigPath,
  };
}

/** Of another system, as what a publish to Azure writes (`\\\\?\\%home%\\LogFiles\\stdout`): a path that would be one here, somewhere else. */
const OF_WINDOWS = /^(?:[\\/]{2}|[a-z]:)|%[^%]+%/i;

function resolveLog({ value, from }: Reasoned<string>, { contentRoot, platform }: { readonly contentRoot: string; readonly platform: NodeJS.Platform }): Reasoned<string> {
  if (platform === 'win32') return { value: resolve(contentRoot, value), from };
  if (OF_WINDOWS.test(value)) return { value: resolve(contentRoot, DEFAULTS.stdoutLogFile), from: `default, for '${value}' (${from}) is no path here` };
  return { value: resolve(contentRoot, value.replaceAll('\\', '/')), from };
}

/** What the highest source says. */
export function findValue<Name extends ModuleValueName>(sources: readonly ModuleSource[], name: Name): Reasoned<ModuleValues[Name]> | undefined {
  for (const { from, settings } of sources.toReversed()) {
    const value = settings.values[name];
    if (value !== undefined) return { value, from: `${from} ${name}` };
  }
  return undefined;
}

export interface SiteUrls {
  /** Without paths. */
  readonly urls: readonly PlannedUrl[];
  readonly applicationPath: Reasoned<string>;
}

/** IIS's addresses may have a path: the app's virtual path, the same for all. Throws differentApplicationPaths. */
export function splitApplicationPath(urls: readonly PlannedUrl[]): SiteUrls {
  const split = urls.map((url) => ({ url, ...splitPath(url.value) }));
  const [first, ...others] = split.filter(({ path }) => path !== undefined);
  const other = others.find(({ path }) => path !== first?.path);
  if (first && other) throw mewsError('differentApplicationPaths', { url: first.url.value, other: other.url.value, from: other.url.from });
  return {
    urls: split.map(({ url, site }) => ({ ...url, value: site })),
    applicationPath: { value: first?.path ?? '/', from: first && first.path !== '/' ? first.url.from : 'default' },
  };
}

/** Sockets of files have no path beside their own. */
function splitPath(url: string): { readonly site: string; readonly path: string | undefined } {
  const [, site, path = ''] = /^(https?:\/\/(?!unix:|pipe:)[^/]+)(\/[^?#]*)?$/i.exec(url) ?? [];
  const named = path.replace(/\/+$/, '');
  if (site === undefined) return { site: url, path: undefined };
  return named === '' ? { site: url, path: '/' } : { site, path: named };
}
