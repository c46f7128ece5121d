import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { groupMembers } from '../../../src/foundation/process/process-group.ts';
import { tempProject } from '../../support/temp-project.ts';

const source = new URL('../../../src/foundation/process/start-process.ts', import.meta.url).pathname;
const esbuild = new URL('../../../node_modules/.bin/esbuild', import.meta.url).pathname;

it('ends the group when the launcher is killed, also what ignores hang-ups', async () => {
  const project = await tempProject({
    'launcher.ts': `
      import { startProcess } from ${JSON.stringify(source)};
      const running = await startProcess({ command: '/bin/sh', args: ['-c', 'trap "" HUP; echo ready; exec sleep 1000'], cwd: '/', env: {}, onOutput: () => process.stdout.write(running.pid + '\\n') });
      setInterval(() => undefined, 1000);
    `,
  });
  const bundle = project.path('launcher.mjs');
  await ended(spawn(esbuild, [project.path('launcher.ts'), '--bundle', '--platform=node', '--format=esm', `--outfile=${bundle}`, '--log-level=error'], { stdio: 'inherit' }));
  const launcher = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
  const leader = await new Promise<number>((resolve) => {
    launcher.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  expect(groupMembers(leader)).not.toEqual([]);
  launcher.kill('SIGKILL');
  await expect.poll(() => groupMembers(leader), { timeout: 10_000, interval: 20 }).toEqual([]);
});

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
  });
}
