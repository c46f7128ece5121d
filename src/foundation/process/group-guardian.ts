import { spawn } from 'node:child_process';

/**
 * Waits for a word on stdin. The word means that all is well; an end without it means that the launcher was killed,
 * and the group goes the same way: asked first, forced after five seconds.
 */
// `kill -s NAME`: dash knows no other form that takes a negative number.
const SCRIPT = `
read -r word && exit 0
kill -s TERM -- "-$1" 2>/dev/null || exit 0
turn=0
while [ "$turn" -lt 50 ] && kill -s 0 -- "-$1" 2>/dev/null; do sleep 0.1; turn=$((turn + 1)); done
kill -s KILL -- "-$1" 2>/dev/null
`;

/**
 * Ends the process group should this process die without having ended it (`kill -9`, a crash).
 * A shell of its own session, about a millisecond to start and idle ever after; POSIX only.
 * Call the returned function when the group is gone.
 */
export function guardGroup(leader: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guardian = spawn('/bin/sh', ['-c', SCRIPT, 'mews-guardian', String(leader)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    cwd: '/',
  });
  // A machine that cannot start a shell loses the guard, not the app.
  guardian.on('error', () => undefined);
  guardian.stdin.on('error', () => undefined);
  guardian.unref();
  return () => guardian.stdin.end('released\n');
}
