import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';
import { npmCommand, type ToolCommand } from './npm-command.ts';
import { holds } from './resolve-symbols.ts';
import { runTool, type ToolEnd, type ToolHost } from './run-tool.ts';
import type { PostAction, SymbolValue, Template } from './template.ts';
import { oneLine } from './template-members.ts';

export interface PostActionRun extends ToolHost {
  readonly template: Template;
  readonly values: ReadonlyMap<string, SymbolValue>;
  /** The project's folder. */
  readonly directory: string;
  /** `--no-restore` turns it off. */
  readonly restore: boolean;
  /** `--allow-scripts yes`: commands of a foreign template are run. */
  readonly allowScripts: boolean;
  /** Options that `npm install` gets. */
  readonly installOptions: readonly string[];
}

/** The actions of a template that apply, in order. */
export function applicableActions({ template, values, restore }: Pick<PostActionRun, 'template' | 'values' | 'restore'>): PostAction[] {
  return template.postActions.filter(({ action, condition }) => (restore || action !== 'restore') && holds(condition, { template, values }));
}

/** What an action runs, as people would type it; empty for instructions. */
export function commandLine(action: PostAction): string {
  if (action.action === 'instructions') return '';
  return action.action === 'restore' ? 'npm install' : oneLine([action.executable, ...action.args].join(' '));
}

/**
 * Does what the template wants done when its files are there. A failure with `continueOnError` is told and the next one
 * comes; another one ends it, as `dotnet new` has it. False when the user stopped it.
 * @throws postActionFailed, postActionNotAllowed
 */
export async function runPostActions(run: PostActionRun): Promise<boolean> {
  const actions = applicableActions(run);
  if (actions.length === 0) return true;
  run.report({ type: 'note', text: '\nProcessing post-creation actions...' });
  for (const action of actions) {
    const end = await runAction(action, run);
    if (end.kind === 'cancelled') return false;
    if (end.kind === 'failed') failed(action, end.reason, run);
  }
  return true;
}

async function runAction(action: PostAction, run: PostActionRun): Promise<ToolEnd> {
  const { report } = run;
  if (action.action === 'instructions') {
    report({ type: 'note', text: [action.description, action.manualInstructions].filter((text) => text !== '').join(': ') });
    return { kind: 'succeeded' };
  }
  const line = commandLine(action);
  if (run.template.isForeign && !run.allowScripts) return leaveOut(action, run);
  report({ type: 'note', text: `Running '${line}'...` });
  if (action.action === 'restore') return restore(run);
  return runTool({ command: action.executable, args: action.args, cwd: run.directory }, run);
}

/** Commands of others are shown. Where the template can do without, that is all. */
function leaveOut(action: PostAction, { report }: PostActionRun): ToolEnd {
  const error = mewsError('postActionNotAllowed', { action: commandLine(action), instructions: action.manualInstructions });
  if (!action.continueOnError) throw error;
  report({ type: 'warning', text: `${error.message} ${error.hint}` });
  return { kind: 'succeeded' };
}

/** What a stopped or failed `npm install` leaves is no use to anybody. */
async function restore(run: PostActionRun): Promise<ToolEnd> {
  const made = ['node_modules', 'package-lock.json'].map((name) => join(run.directory, name)).filter((path) => !existsSync(path));
  const end = await runTool({ ...installCommand(run), cwd: run.directory }, run);
  if (end.kind === 'succeeded') run.report({ type: 'note', text: 'Restore succeeded.' });
  else for (const path of made) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  return end;
}

function installCommand({ env, installOptions }: PostActionRun): ToolCommand {
  return npmCommand(['install', '--no-fund', '--no-audit', ...installOptions], { env });
}

function failed(action: PostAction, reason: string, { report }: PostActionRun): void {
  const error: MewsError = mewsError('postActionFailed', { action: commandLine(action), reason, instructions: action.manualInstructions || `run '${commandLine(action)}'.` });
  if (!action.continueOnError) throw error;
  report({ type: 'error', error: error.toJSON() });
}
