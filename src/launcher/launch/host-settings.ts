import { pathToFileURL } from 'node:url';
import type { HostSettings } from '../../foundation/events/event.ts';
import type { BuildResult } from '../build/build-request.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { ReadyServer } from './ready-server.ts';

export interface BuiltLaunch {
  readonly plan: LaunchPlan;
  readonly built: BuildResult;
  readonly server: ReadyServer;
  readonly isDetailed: boolean;
}

/** What an app process is told to load, and how to serve it. */
export function hostSettings({ plan, built, server: { server, resolveMews }, isDetailed }: BuiltLaunch): HostSettings {
  return {
    urls: plan.urls,
    server,
    listen: plan.listen.value === 'app' ? 'app' : 'profile',
    environment: plan.environmentName.value,
    sourceEntry: plan.entry.value ?? built.outputEntry,
    entry: pathToFileURL(built.outputEntry).href,
    resolveMews: resolveMews || (plan.build.kind === 'source' && built.usesMewsFramework),
    isDetailed,
  };
}
