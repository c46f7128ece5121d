import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { formatBoundAddress } from '../../../foundation/addresses/bound-address.ts';
import { heldBy, listeningPorts } from '../../../foundation/process/listening-ports.ts';
import { groupMembers, processIds } from '../../../foundation/process/process-group.ts';
import { linuxStartTime, processSpace, readLinuxStart } from '../../../foundation/process/process-identity.ts';
import { findPackageJson } from '../../project/find-package-json.ts';
import type { Registration } from './registration.ts';

/** The file that every Node process of an app is started with. */
const APP_HOST = `${sep}dist${sep}app-host.js`;

/**
 * Launches that are not registered, found by looking at the processes of this user: Linux only. A session with other
 * variables may have registered them elsewhere, or an app may listen nowhere yet. What only the launcher knows is left open.
 */
export function lookForApps(known: ReadonlySet<number>): Registration[] {
  if (process.platform !== 'linux') return [];
  const found = new Map<number, Registration>();
  for (const pid of processIds()) {
    const launcher = launcherOf(pid);
    if (launcher === undefined || known.has(launcher) || found.has(launcher)) continue;
    const registration = describe(pid, launcher);
    if (registration) found.set(launcher, registration);
  }
  return [...found.values()];
}

/** The parent of a process of ours that hosts an app, if that is a mews that still runs. */
function launcherOf(pid: number): number | undefined {
  if (statOwner(pid) !== process.getuid?.()) return undefined;
  const words = commandOf(pid);
  const at = words.indexOf('--import');
  if (at < 0 || !words[at + 1]?.endsWith(APP_HOST.replaceAll(sep, '/'))) return undefined;
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]);
  return commandOf(parent).some((word) => /(?:^|\/)mews(?:\.js)?$/.test(word)) ? parent : undefined;
}

function describe(pid: number, launcher: number): Registration | undefined {
  const start = readLinuxStart(launcher);
  const folder = readLink(`/proc/${pid}/cwd`);
  if (start === undefined || folder === '') return undefined;
  const environment = new Map(read(`/proc/${pid}/environ`).split('\0').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const { file, json } = findPackageJson(folder) ?? {};
  const project = file === undefined ? folder : dirname(file);
  return {
    launcher: { pid: launcher, space: processSpace(), start },
    command: commandOf(launcher).find((word) => word === 'run' || word === 'watch') ?? 'run',
    name: typeof json?.['name'] === 'string' ? json['name'] : basename(project),
    project,
    profile: environment.get('MEWS_LAUNCH_PROFILE') || null,
    urls: urlsOf(pid, environment.get('MEWS_URLS') ?? ''),
    server: null,
    since: Math.round(linuxStartTime(launcher) ?? Date.now()),
  };
}

/** What the app listens on, with the schemes that it was told of. */
function urlsOf(pid: number, told: string): string[] {
  const secure = new Set([...told.matchAll(/https:\/\/[^;]*:(\d+)/g)].map(([, port]) => Number(port)));
  const addresses = heldBy(groupMembers(pid), listeningPorts()).map(({ host, port }) => {
    const isLocal = host === '127.0.0.1' || host === '::1';
    return formatBoundAddress({ scheme: secure.has(port) ? 'https' : 'http', host: isLocal ? 'localhost' : host, port });
  });
  return [...new Set(addresses)];
}

function statOwner(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

function commandOf(pid: number): string[] {
  return read(`/proc/${pid}/cmdline`).split('\0').filter((word) => word !== '');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
