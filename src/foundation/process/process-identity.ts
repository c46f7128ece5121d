import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process from every other, also from one that gets its id later. Plain JSON. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The machine, and the space in which the id counts: containers have their own. */
  readonly space: string;
  /** When it started: on Linux exact, since which boot; elsewhere milliseconds since 1970. */
  readonly start: string;
}

/** Milliseconds by which two measurements of a start may differ where they are not exact. */
const TOLERANCE = 2000;

/** The unit of times in /proc, whatever the kernel counts in. */
const TICKS_PER_SECOND = 100;

/** Where ids of processes mean what they mean here. */
export function processSpace(): string {
  return `${hostname()} ${readLink('/proc/self/ns/pid')}`.trimEnd();
}

/** This process, without asking anybody. */
export function ownIdentity(): ProcessIdentity {
  const start = readLinuxStart(process.pid) ?? String(Math.round(Date.now() - process.uptime() * 1000));
  return { pid: process.pid, space: processSpace(), start };
}

/** Which of the processes still run, each the very one that it was. They must be of this space (`processSpace`). */
export async function runningOf<T extends ProcessIdentity>(identities: readonly T[]): Promise<T[]> {
  if (process.platform === 'linux') return identities.filter(({ pid, start }) => readLinuxStart(pid) === start);
  const starts = await startsOf(identities.map(({ pid }) => pid));
  return identities.filter(({ pid, start }) => Math.abs((starts.get(pid) ?? Number.NaN) - Number(start)) <= TOLERANCE);
}

/** Boot and ticks since it (proc(5)); undefined when there is no such process, or no /proc. A zombie runs no more. */
export function readLinuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** When a process started, in milliseconds since 1970, to a second or so. Linux only. */
export function linuxStartTime(pid: number): number | undefined {
  const ticks = Number(readLinuxStart(pid)?.split(' ')[1]);
  const [, boot] = /^btime (\d+)$/m.exec(readText('/proc/stat')) ?? [];
  return Number.isNaN(ticks) || boot === undefined ? undefined : Number(boot) * 1000 + (ticks * 1000) / TICKS_PER_SECOND;
}

/** When processes started, in milliseconds since 1970, as the system tells it; those that are gone are left out. */
async function startsOf(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (pids.length === 0) return new Map();
  const [command, args] = process.platform === 'win32' ? windowsQuery(pids) : (['ps', ['-o', 'pid=,lstart=', '-p', pids.join(',')]] as const);
  const text = await outputOf(command, args);
  const rows = [...text.matchAll(/^\s*(\d+)\s+(.+)$/gm)].map(([, pid, start = '']): [number, number] => [Number(pid), Date.parse(start)]);
  return new Map(rows);
}

function windowsQuery(pids: readonly number[]): readonly [string, readonly string[]] {
  const script = `Get-Process -Id ${pids.join(',')} -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Id) $($_.StartTime.ToUniversalTime().ToString('o'))" }`;
  return ['powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]];
}

/** `ps` ends with an error when one of the processes is gone, and tells of the others all the same. */
function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { env: { PATH: '/usr/bin:/bin', SystemRoot: 'C:\\Windows', LC_ALL: 'C' }, windowsHide: true }, (_error, stdout) => resolve(stdout));
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
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
