import type { BuildRequest } from '../build/build-request.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

export interface BuildContext {
  readonly host: LaunchHost;
  readonly signal: AbortSignal;
  /** Settles when the app listens or has ended: until then the type-check leaves the processor to it. */
  readonly started: Promise<unknown>;
}

/** What a plan asks of the build room. */
export function buildRequest(plan: LaunchPlan, { host, signal, started }: BuildContext): BuildRequest {
  return {
    root: plan.projectRoot,
    kind: plan.projectKind,
    entry: plan.entry.value ?? '',
    configuration: plan.configuration.value,
    mewsRoot: host.mewsRoot,
    typecheck: plan.typecheck.value,
    noBuild: plan.build.noBuild,
    env: host.env,
    report: host.report,
    signal,
    typecheckAfter: started,
    ...(plan.build.command === undefined ? {} : { buildCommand: plan.build.command }),
  };
}
