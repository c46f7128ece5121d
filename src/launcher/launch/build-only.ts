import { build } from '../build/build.ts';
import type { LaunchOptions } from '../plan/launch-options.ts';
import { resolveConfiguration, resolveTypecheck } from '../plan/resolve-build.ts';
import { findEntryPoint } from '../project/entry-point.ts';
import { buildTarget } from './build-target.ts';
import { gatherProject } from './gather-project.ts';
import type { LaunchHost } from './launch-host.ts';
import { stopSignal } from './stop-signals.ts';
import { exitCodeOf } from './exit-code.ts';

/** `mews build`: the build and its type-check, to the end of both. The exit code: 0, or 1 when there is a type error and typecheck is `gate`. */
export async function buildOnly({ options, ...host }: Omit<LaunchHost, 'captureOutput' | 'isDetailed' | 'isTty'> & { readonly options: LaunchOptions }): Promise<number> {
  const project = gatherProject({ cwd: host.cwd, project: options.project, file: options.file });
  const settings = { warnings: [] };
  const configuration = resolveConfiguration({ options, settings }).value;
  const { typecheck: wanted } = project.mews;
  const typecheck = resolveTypecheck({ options, settings, project: { ...project, ...(wanted ? { typecheck: wanted } : {}) } }, configuration).value;
  const entry = findEntryPoint(project).file;
  try {
    const built = await build({
      ...buildTarget(project, { entry, configuration, mewsRoot: host.mewsRoot }),
      typecheck,
      noBuild: false,
      env: host.env,
      report: host.report,
      signal: host.stop.graceful,
    });
    await built.typecheck;
  } catch (error) {
    if (!host.stop.graceful.aborted) throw error;
  }
  return host.stop.graceful.aborted ? exitCodeOf({ code: null, signal: null }, stopSignal(host.stop)) : 0;
}
