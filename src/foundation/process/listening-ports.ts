import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP socket that listens, as Linux's /proc/net/tcp and tcp6 tell it (proc(5)). */
export interface ListeningPort {
  /** `127.0.0.1`, `0.0.0.0`, `::1`, `::` … */
  readonly host: string;
  readonly port: number;
  readonly inode: string;
}

const LISTEN = '0A';

/** Every listening TCP socket of this machine (network namespace); none where there is no /proc. */
export function listeningPorts(): ListeningPort[] {
  return [...readTable('/proc/net/tcp'), ...readTable('/proc/net/tcp6')];
}

/** Those of `ports` that one of the processes holds open. Processes of other users hide theirs. */
export function heldBy(pids: readonly number[], ports: readonly ListeningPort[]): ListeningPort[] {
  const open = new Set(pids.flatMap(socketInodes));
  return ports.filter(({ inode }) => open.has(inode));
}

/** The inodes of the sockets a process has open. */
export function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readTable(file: string): ListeningPort[] {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return [];
  }
  return text.split('\n').slice(1).flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN ? [{ host: readHost(address), port: Number.parseInt(port, 16), inode }] : [];
  });
}

/** The kernel prints addresses as 32-bit words in its own byte order: little-endian wherever Node runs. */
function readHost(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => `${bytes[index * 2]}${bytes[index * 2 + 1]}`);
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
