import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unreadableFile } from '../../../foundation/errors/unreadable-file.ts';
import { ConfigurationSection } from './configuration-section.ts';

/** Host settings may carry a prefix, lowest first; without one a variable overrides them all. */
const PREFIXES = ['DOTNET_', 'ASPNETCORE_', 'MEWS_', ''];

/** Names of variables that may be configuration: most of an environment is not. */
const OF_CONFIGURATION = /__|:|(?:preferHostingUrls|allowedHosts)$/i;

export interface AppSettingsPlace {
  /** The folder of the settings files. */
  readonly contentRoot: string;
  /** `Development`, `Production` … */
  readonly environment: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What the app's settings say: `appsettings.json`, over it `appsettings.<Environment>.json`, over both the variables of the
 * environment (`Kestrel__Endpoints__Http__Url`). Neither file need be there. Loaded when a server asks.
 */
export class AppSettings {
  /** Absolute paths, lowest first, whether they are there or not. */
  readonly files: readonly string[];
  readonly contentRoot: string;
  readonly #env: AppSettingsPlace['env'];
  #hasFiles = false;

  constructor({ contentRoot, environment, env }: AppSettingsPlace) {
    this.contentRoot = contentRoot;
    this.files = [join(contentRoot, 'appsettings.json'), join(contentRoot, `appsettings.${environment}.json`)];
    this.#env = env;
  }

  /** Whether any of the files was there the last time. */
  get hasFiles(): boolean {
    return this.#hasFiles;
  }

  /** Errors: badAppSettings, unreadableFile. */
  async load(): Promise<ConfigurationSection> {
    const configuration = new ConfigurationSection();
    for (const file of this.files) {
      const text = read(file);
      if (text === undefined) continue;
      this.#hasFiles = true;
      const { applyAppSettings } = await import('./parse-app-settings.ts');
      applyAppSettings(configuration, { file, text });
    }
    applyVariables(configuration, this.#env);
    return configuration;
  }

  /** What the variables alone say. */
  protected loadVariables(): ConfigurationSection {
    const configuration = new ConfigurationSection();
    applyVariables(configuration, this.#env);
    return configuration;
  }
}

function read(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadableFile(file, error);
  }
}

/**
 * One variable as it counts for the configuration. `__` stands for the `:` that shells do not allow in names. Names that lead
 * nowhere deeper are other programs' business; of the host's own settings only these two are asked for here.
 */
function readVariable(name: string): { readonly rank: number; readonly keys: readonly string[] } | undefined {
  const rank = PREFIXES.findIndex((prefix) => name.slice(0, prefix.length).toUpperCase() === prefix);
  const rest = name.slice(PREFIXES[rank]?.length);
  if (/^(?:preferHostingUrls|allowedHosts)$/i.test(rest)) return { rank, keys: [rest] };
  const keys = rest.replaceAll('__', ':').split(':');
  return keys.length > 1 ? { rank, keys } : undefined;
}

function applyVariables(configuration: ConfigurationSection, env: AppSettingsPlace['env']): void {
  const found = Object.keys(env).flatMap((name) => {
    const read = OF_CONFIGURATION.test(name) ? readVariable(name) : undefined;
    const text = env[name];
    return read && text !== undefined ? [{ ...read, value: { text, from: name } }] : [];
  });
  for (const { keys, value } of found.sort((a, b) => a.rank - b.rank)) configuration.set(keys, value);
}
