import { readFileSync } from 'node:fs';
import { listeningPorts, socketInodes } from './listening-ports.ts';
import { processIds } from './process-group.ts';

/** Characters of a long command that are shown: the program, and the end, where the name of the script is. */
const HEAD = 20;
const TAIL = 60;

/** Who listens on a TCP port, as `pid 4711 (node server.js)`; empty where it cannot be told (other systems, other users). */
export function describePortHolder(port: number): string {
  const inodes = new Set(listeningPorts().filter((socket) => socket.port === port).map(({ inode }) => inode));
  if (inodes.size === 0) return '';
  const pid = processIds().find((candidate) => socketInodes(candidate).some((inode) => inodes.has(inode)));
  return pid === undefined ? '' : `pid ${pid} (${commandOf(pid)})`;
}

function commandOf(pid: number): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean).join(' ');
    return command.length > HEAD + TAIL ? `${command.slice(0, HEAD)}…${command.slice(-TAIL)}` : command;
  } catch {
    return 'gone';
  }
}
