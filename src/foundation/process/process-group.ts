import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Signals every process of the group (on Windows: ends the tree). False when no process of it is left. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return true;
  }
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

/** The living processes of a group. A zombie that nobody has reaped yet holds no port and does not count. */
export function groupMembers(leader: number): number[] {
  if (process.platform === 'win32' || !groupExists(leader)) return [];
  if (process.platform !== 'linux') return [leader];
  return processIds().filter((pid) => {
    const stat = readStat(pid);
    return stat?.group === leader && stat.state !== 'Z' && stat.state !== 'X';
  });
}

function groupExists(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

export function processIds(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

/** State and process group of a process; nothing when it is gone. See proc(5): the command name may hold blanks and parentheses. */
function readStat(pid: number): { readonly state: string; readonly group: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', , group = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}
