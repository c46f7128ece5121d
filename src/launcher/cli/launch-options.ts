import { type Command, Option } from 'commander';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { InspectOption, LaunchOptions, Verbosity } from '../plan/launch-options.ts';
import { CONFIGURATIONS, HOSTING_MODELS, REVERSE_PROXIES, TYPECHECK_MODES } from '../profiles/profile-values.ts';
import { choice } from './choice.ts';

const VERBOSITIES: Readonly<Record<string, Verbosity>> = { q: 'quiet', m: 'minimal', n: 'normal', d: 'detailed', diag: 'detailed', diagnostic: 'detailed' };

/** The usage of commands that start an app. */
export const APP_USAGE = '[file] [options] [-- app args]';

/** Whether the words after `--` have an app to go to. */
export function takesAppArgs(command: Command): boolean {
  return command.usage() === APP_USAGE;
}

/** What commander makes of the options below. */
export interface ParsedOptions {
  readonly configuration?: LaunchOptions['configuration'];
  readonly launchProfile?: string | false;
  readonly launchProfileArguments?: boolean;
  readonly project?: string;
  readonly build?: boolean;
  readonly environment?: Map<string, string>;
  readonly urls?: string;
  readonly server?: string;
  readonly hostingModel?: LaunchOptions['hostingModel'];
  readonly reverseProxy?: LaunchOptions['reverseProxy'];
  readonly typecheck?: LaunchOptions['typecheck'];
  readonly open?: boolean;
  readonly inspect?: InspectOption;
  readonly inspectBrk?: InspectOption;
  readonly dryRun?: boolean;
  readonly format: 'text' | 'json';
  readonly verbosity: Verbosity;
}

export function configurationOption(): Option {
  return new Option('-c, --configuration <Debug|Release>', 'the configuration to build and run').argParser(choice('-c|--configuration', CONFIGURATIONS));
}

export function projectOption(): Option {
  return new Option('--project <path>', 'the project: a folder or its package.json (default: the current folder)');
}

export function typecheckOption(): Option {
  return new Option('--typecheck <gate|warn|off>', 'a type error stops the launch, is reported, or is not looked for').argParser(choice('--typecheck', TYPECHECK_MODES));
}

export function formatOption(): Option {
  return new Option('--format <text|json>', 'what is printed: text for people, one JSON object a line for machines').default('text').argParser(choice('--format', ['text', 'json']));
}

export function verbosityOption(): Option {
  return new Option('-v, --verbosity <q|m|n|d>', 'quiet, minimal, normal or detailed').default('minimal').argParser(readVerbosity);
}

/** Declares the options that `run` (and later `watch`) take. */
export function addLaunchOptions(command: Command): Command {
  return command
    .addOption(configurationOption())
    .addOption(new Option('--launch-profile <name>', 'the launch profile to use (short: -lp)'))
    .addOption(new Option('--no-launch-profile', 'do not use launchSettings.json'))
    .addOption(new Option('--no-launch-profile-arguments', "do not use the profile's commandLineArgs"))
    .addOption(projectOption())
    .addOption(new Option('--no-build', 'run what was built before'))
    .addOption(new Option('-e, --environment <NAME=VALUE>', 'set a variable for the app; may be repeated').argParser(readVariable))
    .addOption(new Option('--urls <urls>', 'the addresses to listen on, separated by semicolons'))
    .addOption(new Option('--server <kestrel|httpsys|module>', 'the server: a name, a module path or a package'))
    .addOption(new Option('--hosting-model <inprocess|outofprocess>', 'run behind the hosting module').argParser(choice('--hosting-model', HOSTING_MODELS)))
    .addOption(new Option('--reverse-proxy <none|nginx|apache|caddy>', 'put a reverse proxy in front').argParser(choice('--reverse-proxy', REVERSE_PROXIES)))
    .addOption(typecheckOption())
    .addOption(new Option('--open', 'open the browser when the app listens'))
    .addOption(new Option('--no-open', 'do not open a browser'))
    .addOption(new Option('--inspect <[host:]port>', 'let a debugger attach; without an address on port 9229').argParser(readInspect('--inspect', false)))
    .addOption(new Option('--inspect-brk <[host:]port>', 'the same, waiting on the first line').argParser(readInspect('--inspect-brk', true)))
    .addOption(new Option('--dry-run', 'print the launch plan with its reasons; start nothing'))
    .addOption(formatOption())
    .addOption(verbosityOption());
}

/** The options of a launch as the plan takes them. `args` are the words after `--`. */
export function toLaunchOptions(parsed: ParsedOptions, words: { readonly file?: string | undefined; readonly args: readonly string[] }): LaunchOptions {
  const { launchProfile } = parsed;
  const inspect = parsed.inspectBrk ?? parsed.inspect;
  const said = {
    file: words.file,
    project: parsed.project,
    configuration: parsed.configuration,
    launchProfile: launchProfile === false ? undefined : launchProfile,
    urls: parsed.urls,
    server: parsed.server,
    hostingModel: parsed.hostingModel,
    reverseProxy: parsed.reverseProxy,
    typecheck: parsed.typecheck,
    open: parsed.open,
    inspect,
  };
  refuseFileInProject(words.file, parsed.project);
  return {
    ...withoutUndefined(said),
    useLaunchProfile: launchProfile !== false,
    useLaunchProfileArguments: parsed.launchProfileArguments !== false,
    noBuild: parsed.build === false,
    environment: parsed.environment ?? new Map<string, string>(),
    args: words.args,
  };
}

/** A file app has no project. Throws conflictingOptions. */
export function refuseFileInProject(file: string | undefined, project: string | undefined): void {
  if (file === undefined || project === undefined) return;
  throw mewsError('conflictingOptions', { first: `'${file}'`, second: '--project', why: 'one is a file app, the other a project.' });
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Said<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Said<T>;
}

function readVerbosity(value: string): Verbosity {
  const word = value.toLowerCase();
  return VERBOSITIES[word] ?? choice('-v|--verbosity', ['quiet', 'minimal', 'normal', 'detailed'] as const)(word);
}

function readVariable(value: string, before: Map<string, string> | undefined): Map<string, string> {
  const at = value.indexOf('=');
  if (at < 1 || value.includes('\0')) throw mewsError('badEnvironmentOption', { value });
  return new Map(before).set(value.slice(0, at), value.slice(at + 1));
}

function readInspect(option: string, breakFirst: boolean): (value: string) => InspectOption {
  return (value) => {
    const port = Number(/^(?:[^:]+:|\[[^\]]+\]:)?(\d{1,5})$/.exec(value)?.[1] ?? Number.NaN);
    if (!(port <= 65535)) throw mewsError('badInspectPort', { option, value });
    return { address: value, breakFirst };
  };
}
