import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { build } from '../../../src/launcher/build/build.ts';
import type { BuildRequest } from '../../../src/launcher/build/build-request.ts';
import type { TempProject } from '../../support/temp-project.ts';

type Asked = Partial<BuildRequest>;

/** A request for `entry` of a temp project: Debug, no type-check, everything reported lands in `events`. */
export function buildRequest(project: TempProject, entry: string, asked: Asked = {}) {
  const events: MewsEvent[] = [];
  const request: BuildRequest = {
    root: project.root,
    entry: project.path(entry),
    configuration: 'Debug',
    kind: 'project',
    mewsRoot: join(project.root, 'no-mews-here'),
    typecheck: 'off',
    noBuild: false,
    env: process.env,
    report: (event) => events.push(event),
    ...asked,
  };
  return { request, events };
}

export async function buildApp(project: TempProject, entry: string, asked: Asked = {}) {
  const { request, events } = buildRequest(project, entry, asked);
  const result = await build(request);
  return { result, events };
}

/** Runs a built file with the Node of this test; its stdout, or a failure with its stderr. */
export function runNode(file: string, cwd: string): string {
  const run = spawnSync(process.execPath, ['--enable-source-maps', file], { cwd, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`exit ${run.status}: ${run.stderr}`);
  return run.stdout.trim();
}

export async function buildAndRun(project: TempProject, entry: string, asked: Asked = {}): Promise<string> {
  const { result } = await buildApp(project, entry, asked);
  return runNode(result.outputEntry, project.root);
}

/** The failure a build ends with. */
export async function failureOf(building: Promise<unknown>): Promise<{ code?: string; message: string }> {
  return building.then(
    () => { throw new Error('It succeeded.'); },
    (error: unknown) => error as { code?: string; message: string },
  );
}
