import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processSpace, runningOf } from '../../../foundation/process/process-identity.ts';
import { type GitPlace, gitPlace } from './git-place.ts';
import { lookForApps } from './look-for-apps.ts';
import { readRegistration, type Registration } from './registration.ts';
import { registrationFolders } from './running-folders.ts';

/** A launch that runs now: what `mews ps` prints. */
export interface RunningLaunch extends GitPlace {
  /** The project's name. */
  readonly name: string;
  /** The project's folder. */
  readonly project: string;
  readonly profile: string | null;
  readonly urls: readonly string[];
  /** The mews that launched the app: SIGTERM ends both. */
  readonly pid: number;
  readonly command: string;
  readonly server: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
}

interface RegisteredFile extends Registration {
  readonly file: string;
}

/**
 * Every launch of this user that runs on this machine, the oldest first. A registration counts only while its very process
 * runs, and is removed otherwise; those of other machines and containers are left alone. What nobody registered is looked for.
 */
export async function listRunning(env: Readonly<Record<string, string | undefined>>): Promise<RunningLaunch[]> {
  const here = registrationFolders(env).flatMap(registrationsIn).filter(({ launcher }) => launcher.space === processSpace());
  const alive = new Set(await runningOf(here.map(({ launcher }) => launcher)));
  for (const { file, launcher } of here) if (!alive.has(launcher)) rmSync(file, { force: true });
  // The next version of an app is registered before the last one is forgotten: the newer file counts.
  const byPid = new Map(here.filter(({ launcher }) => alive.has(launcher)).map((registration) => [registration.launcher.pid, registration]));
  return [...byPid.values(), ...lookForApps(new Set(byPid.keys()))].map(toLaunch).toSorted((left, right) => left.since - right.since);
}

function registrationsIn(folder: string): RegisteredFile[] {
  return namesIn(folder).flatMap((name) => {
    const file = join(folder, name);
    const registration = readRegistration(read(file));
    return registration ? [{ ...registration, file }] : [];
  });
}

/** `<pid>-<number>.json`, in the order of the numbers. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+-\d+\.json$/.test(name)).toSorted((left, right) => numberOf(left) - numberOf(right));
  } catch {
    return [];
  }
}

function numberOf(name: string): number {
  return Number(/-(\d+)\.json$/.exec(name)?.[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function toLaunch({ launcher, name, project, profile, urls, command, server, since }: Registration): RunningLaunch {
  return { name, project, ...gitPlace(project), profile, urls, pid: launcher.pid, command, server, since };
}
