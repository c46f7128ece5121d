import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: what Linux shows programs is always this. */
const TICKS = 100;

/** Seconds of CPU that a process has used, all threads, user and system (proc(5): utime + stime); NaN without /proc. */
export function cpuSeconds(pid) {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may hold blanks: counted is from behind it.
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / TICKS;
}

/** Bytes of a process that are in memory (VmRSS); NaN without /proc. */
export function residentBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN) * 1024;
}

/** Open descriptors of a process: files, pipes, connections. */
export function openDescriptors(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return Number.NaN;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
