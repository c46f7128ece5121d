/** What decides whether changes are asked for or told. */
export interface PollingFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's real path. */
  readonly root: string;
  readonly platform: NodeJS.Platform;
  /** The kernel's release, as `os.release()` says it. */
  readonly release: string;
}

export interface PollingDecision {
  readonly polling: boolean;
  /** Why, as a user is told; empty where nothing is out of the ordinary. */
  readonly reason: string;
  /** A value that means nothing. */
  readonly warning?: string;
}

/** In order: the first that says anything decides. The others are those of `dotnet watch` and of chokidar. */
const VARIABLES = ['MEWS_USE_POLLING', 'DOTNET_USE_POLLING_FILE_WATCHER', 'CHOKIDAR_USEPOLLING'];
const ON = ['1', 'true', 'on', 'yes'];
const OFF = ['0', 'false', 'off', 'no'];

/** How the system is watched: by asking, where it was wished for or where nothing is told. */
export function decidePolling({ env, root, platform, release }: PollingFacts): PollingDecision {
  const name = VARIABLES.find((variable) => env[variable]?.trim());
  const written = name === undefined ? '' : (env[name]?.trim() ?? '');
  const value = written.toLowerCase();
  if (name !== undefined && ON.includes(value)) return { polling: true, reason: `Looking for changes by polling, because ${name} is '${written}'.` };
  if (name !== undefined && OFF.includes(value)) return { polling: false, reason: '' };
  const warning = name === undefined ? {} : { warning: `${name} is '${written}', which is neither 1 nor 0: it is ignored.` };
  // WSL 2 reaches the drives of Windows through 9P, which tells nothing of changes. WSL 1 (release "4.4.0-…-Microsoft") does.
  const isWsl2 = platform === 'linux' && /microsoft/i.test(release) && !release.endsWith('-Microsoft');
  const drive = isWsl2 ? /^\/mnt\/[a-z](?:\/|$)/.exec(root)?.[0] : undefined;
  if (!drive) return { polling: false, reason: '', ...warning };
  const place = drive.replace(/\/$/, '');
  return {
    polling: true,
    reason: `Looking for changes by polling: WSL is not told of changes under ${place}. A project in the Linux file system is watched, and built, faster. MEWS_USE_POLLING=0 switches polling off.`,
    ...warning,
  };
}
