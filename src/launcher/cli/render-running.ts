import chalk from 'chalk';
import type { RunningLaunch } from '../launch/running/list-running.ts';
import { printable } from './printable.ts';

export interface RunningView {
  readonly format: 'text' | 'json';
  /** Milliseconds since 1970. */
  readonly now: number;
}

const HEAD = ['PID', 'UP', 'SERVER', 'PROFILE', 'BRANCH', 'URLS', 'PROJECT', 'WORKTREE'];

/** The running launches as a table, or as one JSON array with the up-time in seconds. Ends with a newline. */
export function renderRunning(launches: readonly RunningLaunch[], { format, now }: RunningView): string {
  if (format === 'json') return `${JSON.stringify(launches.map((launch) => toJson(launch, now)), null, 2)}\n`;
  if (launches.length === 0) return 'No app is running.\n';
  const rows = [HEAD, ...launches.map((launch) => toRow(launch, now))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd());
  return `${lines.map((line, at) => (at === 0 ? chalk.bold(line) : line)).join('\n')}\n`;
}

function toRow({ pid, since, server, profile, branch, urls, name, project, worktree }: RunningLaunch, now: number): string[] {
  return [String(pid), upTime(now - since), server ?? '-', profile ?? '-', branch ?? '-', urls.join(' ') || '-', name, worktree ?? project].map(printable);
}

function toJson({ since, ...launch }: RunningLaunch, now: number): object {
  return { ...launch, startedAt: new Date(since).toISOString(), uptime: Math.max(0, Math.round((now - since) / 1000)) };
}

/** The two largest units: `2 d 3 h`, `7 min`, `12 s`. */
function upTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([number]) => number > 0);
  if (first < 0) return '0 s';
  return parts.slice(first, first + 2).filter(([number]) => number > 0).map(([number, unit]) => `${number} ${unit}`).join(' ');
}
