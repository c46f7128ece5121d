import chalk from 'chalk';
import type { LaunchPlan, Reasoned } from '../plan/launch-plan.ts';
import type { ModulePlan } from '../plan/module-plan.ts';
import { planJson } from '../plan/plan-json.ts';
import { printable } from './printable.ts';

/** The launch plan: a table with a reason for every value, or exactly one JSON object. Ends with a newline. */
export function renderPlan(plan: LaunchPlan, format: 'text' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(planJson(plan), null, 2)}\n` : `${planText(plan)}\n`;
}

function planText(plan: LaunchPlan): string {
  const rows: Row[] = [
    ['Project', plan.projectRoot, plan.projectName],
    ['Profile', plan.profile?.name ?? '(none)', plan.profile?.source ?? 'no profile applies'],
    row('Command', plan.commandName),
    row('Entry', plan.entry),
    row('Executable', plan.executablePath),
    row('Configuration', plan.configuration),
    ['Build', plan.build.kind === 'none' ? 'none' : `${plan.build.kind} ${plan.build.output ?? ''}`, plan.build.noBuild ? `${plan.build.reason}; not built now: --no-build` : plan.build.reason],
    row('Type-check', plan.typecheck),
    row('Server', plan.server),
    row('Hosting model', plan.hostingModel),
    ...(plan.module ? moduleRows(plan.module) : []),
    row('Reverse proxy', plan.reverseProxy),
    ...plan.urls.map(({ value, from }): Row => ['URL', value, from]),
    ['Arguments', plan.args.value.length ? plan.args.value.map((arg) => JSON.stringify(arg)).join(' ') : '(none)', plan.args.from],
    row('Working directory', plan.workingDirectory),
    ['Inspect', plan.inspect.value?.address ?? 'no', plan.inspect.from],
    ['Launch browser', plan.launchBrowser.value ? (plan.launchUrl.value ?? 'yes') : 'no', plan.launchBrowser.from],
    row('Environment', plan.environmentName),
    ...[...plan.environment].map(([name, { value, from, overrides }]): Row => [
      `  ${name}`,
      value,
      overrides ? `${from}; overrides ${overrides.value} (${overrides.from})` : from,
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value, from]) => `${label.padEnd(width)}  ${printable(value) || '""'}  ${chalk.dim(`(${printable(from)})`)}`);
  return [...lines, ...plan.warnings.map((text) => `${chalk.yellow('warning:')} ${text}`)].join('\n');
}

type Row = readonly [label: string, value: string, from: string];

function row(label: string, { value, from }: Reasoned<string | null>): Row {
  return [label, value ?? 'none', from];
}

/** Times are shown in seconds. */
function moduleRows(module: ModulePlan): Row[] {
  const settings = Object.entries(module).filter((entry): entry is [string, Reasoned<string | number | boolean>] => typeof entry[1] === 'object' && entry[1] !== null);
  const rows = settings.map(([name, { value, from }]): Row => [`  ${name}`, TIMES.has(name) ? `${Number(value) / 1000} s` : String(value), from]);
  return [...rows, ['  web.config', module.webConfig ?? 'none', module.webConfig ? "read from the app's folder" : `nothing in ${module.webConfigPath}`]];
}

const TIMES = new Set<string>(['startupTimeLimit', 'shutdownTimeLimit', 'shutdownDelay', 'requestTimeout', 'idleTimeout'] satisfies (keyof ModulePlan)[]);
