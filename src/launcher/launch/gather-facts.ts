import { readBaseDotenvFiles, readEnvironmentDotenvFiles } from '../project/dotenv-files.ts';
import { findEntryPoint } from '../project/entry-point.ts';
import type { Project } from '../project/project.ts';
import { planBuild } from '../build/plan-build.ts';
import type { LaunchFacts, SettingsFacts } from '../plan/launch-facts.ts';
import type { PlannedBuild, Reasoned } from '../plan/launch-plan.ts';
import { moduleProgram } from '../plan/module-program.ts';
import { projectMacros } from '../plan/project-macros.ts';
import { resolveConfiguration } from '../plan/resolve-build.ts';
import { resolveEnvironmentName } from '../plan/resolve-environment-name.ts';
import { resolveServer } from '../plan/resolve-hosting.ts';
import { resolveUrls } from '../plan/resolve-urls.ts';
import { expansion, variableLayers } from '../plan/variable-layers.ts';
import { findDefaultPort } from './default-port.ts';
import { findServerModule } from './find-server-module.ts';
import { gatherModule } from './gather-module.ts';
import { gatherProject } from './gather-project.ts';
import { gatherSettings } from './gather-settings.ts';
import { buildTarget, type TargetChoice } from './build-target.ts';
import type { PlanRequest } from './plan-request.ts';

/** Looks at everything a launch depends on, in the order in which one thing decides where the next is looked for. */
export async function gatherFacts({ options, cwd, env, mewsRoot }: PlanRequest): Promise<LaunchFacts> {
  const project = gatherProject({ cwd, project: options.project, file: options.file });
  const read = gatherSettings(project, options);
  const configuration = resolveConfiguration({ options, settings: read }).value;
  const shell = new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  const platform = process.platform;

  const found = { options, settings: read, shell, platform, dotenv: readBaseDotenvFiles(project.root) };
  const { expand } = expansion(found, projectMacros(project, configuration));
  const settings = await gatherModule({ ...found, cwd, project }, expand);
  const base = { ...found, settings };
  const layers = variableLayers({ ...base, expand });
  const environmentName = resolveEnvironmentName(layers).value;
  const dotenv = [...base.dotenv, ...readEnvironmentDotenvFiles({ root: project.root, environmentName })];

  const entry = findEntry(project, { settings, expand });
  const written = resolveUrls({ layers: variableLayers({ ...base, dotenv, expand }), option: options.urls, profile: settings.profile, iisSettings: settings.iisSettings, expand });
  return {
    ...base,
    dotenv,
    cwd,
    project: { ...project, ...(project.mews.typecheck ? { typecheck: project.mews.typecheck } : {}) },
    entry,
    serverModule: entry && findServerModule(resolveServer({ options, settings }), project.root),
    build: planned(project, { entry, configuration, mewsRoot, noBuild: options.noBuild }),
    defaultPort: written ? { value: 0, from: 'not used' } : await findDefaultPort(),
  };
}

/** An Executable profile, or a web.config, runs a program of its own: the project may have no entry. */
function findEntry(project: Project, { settings, expand }: { readonly settings: SettingsFacts; readonly expand: (text: string) => string }): Reasoned<string> | null {
  if (settings.profile?.commandName === 'Executable' || moduleProgram(settings, expand)) return null;
  const { file, namedBy } = findEntryPoint(project);
  return { value: file, from: namedBy };
}

interface BuildFacts {
  readonly entry: Reasoned<string> | null;
  readonly configuration: TargetChoice['configuration'];
  readonly mewsRoot: string;
  readonly noBuild: boolean;
}

function planned(project: Project, { entry, configuration, mewsRoot, noBuild }: BuildFacts): PlannedBuild {
  if (!entry) return { kind: 'none', output: null, reason: 'an executable is run as it is', noBuild };
  const target = buildTarget(project, { entry: entry.value, configuration, mewsRoot });
  const { kind, outputEntry, reason } = planBuild(target);
  return { kind, output: outputEntry, reason, noBuild, ...(target.buildCommand === undefined ? {} : { command: target.buildCommand }) };
}
