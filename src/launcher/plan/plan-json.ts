import type { LaunchPlan } from './launch-plan.ts';

/** The one JSON object of `--dry-run --format json`: values as machines want them, reasons where the plan has several sources. */
export function planJson(plan: LaunchPlan): Record<string, unknown> {
  return {
    project: plan.projectRoot,
    entry: plan.entry.value,
    configuration: plan.configuration.value,
    profile: plan.profile,
    commandName: plan.commandName.value,
    server: plan.server.value,
    hostingModel: plan.hostingModel.value,
    ...(plan.module && { module: plan.module }),
    reverseProxy: plan.reverseProxy.value,
    urls: plan.urls.map(({ value, from }) => ({ value, from })),
    environment: Object.fromEntries(plan.environment),
    args: plan.args.value,
    workingDirectory: plan.workingDirectory.value,
    executablePath: plan.executablePath.value,
    build: plan.build,
    typecheck: plan.typecheck.value,
    launchBrowser: plan.launchBrowser.value,
    launchUrl: plan.launchUrl.value,
    warnings: plan.warnings,
  };
}
