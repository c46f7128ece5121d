import type { PlannedUrl } from '../../foundation/events/event.ts';
import { planDetails } from './plan-details.ts';
import { addressWarnings, macroWarnings, overrideWarnings, settingsWarnings } from './plan-warnings.ts';
import { profileSource } from './decide.ts';
import type { LaunchFacts } from './launch-facts.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { resolveConfiguration, resolveInspect, resolveTypecheck } from './resolve-build.ts';
import { resolveLaunchBrowser, resolveLaunchUrl } from './resolve-browser.ts';
import { resolveEnvironment } from './resolve-environment.ts';
import { resolveEnvironmentName } from './resolve-environment-name.ts';
import { resolveArguments, resolveExecutablePath, resolveWorkingDirectory } from './resolve-executable.ts';
import { resolveHostingModel, resolveReverseProxy, resolveServer } from './resolve-hosting.ts';
import { resolveModule, splitApplicationPath } from './resolve-module.ts';
import { moduleWarnings } from './module-program.ts';
import { defaultUrl, resolveUrls } from './resolve-urls.ts';
import { expansion, variableLayers } from './variable-layers.ts';
import { projectMacros } from './project-macros.ts';

const ROOT = { value: '/', from: 'default' };

/**
 * Decides a launch from what was found. Pure: no file, no process, no clock.
 * Throws for addresses that cannot be parsed; those of a profile that nobody asked for by name become warnings.
 */
export function resolvePlan(facts: LaunchFacts): LaunchPlan {
  const { options, project, settings } = facts;
  const { profile } = settings;
  const warnings: string[] = [];
  const configuration = resolveConfiguration(facts);
  const { expand, unknownMacros } = expansion(facts, projectMacros(project, configuration.value));
  const program = { facts, expand, warn: (text: string) => void warnings.push(text) };

  const layers = variableLayers({ ...facts, expand });
  const environmentName = resolveEnvironmentName(layers);
  const written = resolveUrls({ layers, option: options.urls, profile, iisSettings: settings.iisSettings, expand });
  const hostingModel = resolveHostingModel(facts);
  const asked = written?.urls ?? [defaultUrl(facts.defaultPort.value, facts.defaultPort.from)];
  const { urls, applicationPath } = hostingModel.value === null ? { urls: asked, applicationPath: ROOT } : splitApplicationPath(asked);
  const workingDirectory = resolveWorkingDirectory(program);
  const environment = resolveEnvironment({ layers, environmentName, profileName: profile?.name, urls, urlRank: written?.rank ?? -1 });

  const plan: LaunchPlan = {
    projectRoot: project.root,
    projectName: project.name,
    projectKind: project.kind,
    profile: profile ? { name: profile.name, source: settings.file ?? '' } : null,
    commandName: profile ? { value: profile.commandName, from: profileSource(profile.name) } : { value: 'Project', from: 'default' },
    entry: facts.entry ?? { value: null, from: 'commandName' },
    configuration,
    server: resolveServer(facts),
    serverModule: facts.serverModule,
    hostingModel,
    module: hostingModel.value === null ? null : resolveModule({ facts, contentRoot: workingDirectory.value, applicationPath, expand }),
    reverseProxy: resolveReverseProxy(facts),
    urls,
    listen: profile?.listen ? { value: profile.listen, from: `${profileSource(profile.name)} listen` } : { value: 'profile', from: 'default' },
    swap: profile?.swap ? { value: profile.swap, from: `${profileSource(profile.name)} swap` } : { value: 'overlap', from: 'default' },
    environmentName,
    environment,
    args: resolveArguments(program),
    workingDirectory,
    executablePath: resolveExecutablePath(program),
    build: facts.build,
    typecheck: resolveTypecheck(facts, configuration.value),
    inspect: resolveInspect(facts),
    launchBrowser: resolveLaunchBrowser(facts),
    launchUrl: resolveLaunchUrl(facts, { expand, applicationPath }),
    details: planDetails(facts, { hostingModel: hostingModel.value, expand }),
    warnings,
  };
  warnings.unshift(...settingsWarnings(settings));
  warnings.push(...moduleWarnings(settings), ...macroWarnings(unknownMacros), ...overrideWarnings(environment, profile?.name), ...addressWarnings(urls, isOfDefaultProfile(facts)));
  return plan;
}

function isOfDefaultProfile({ options, settings: { profile } }: LaunchFacts): (url: PlannedUrl) => boolean {
  return ({ from }) => profile !== undefined && !options.launchProfile && from.startsWith(`${profileSource(profile.name)} `);
}
