import { formatStatusReport } from '../../../foundation/events/format-status-report.ts';
import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';

/** `HTTP Error 502.5 - ANCM Out-Of-Process Startup Failure`, as IIS heads its pages. */
export function failureTitle({ status, subStatus, title }: FailureAnswer): string {
  return `HTTP Error ${status}${subStatus === null ? '' : `.${subStatus}`} - ${title}`;
}

/** A failure as the report that pages and prompts know how to show. */
export function failureReport(failure: FailureAnswer): StatusReport {
  const { message, hint, code, stack, location } = failure;
  return { kind: 'startFailed', title: failureTitle(failure), message, hint, code, diagnostics: [], stack, ...(location && { location }) };
}

/** What else to look at: with a word for each. */
export function failureDetails({ exitCode, lastLines, logFile }: FailureAnswer): readonly (readonly [string, string])[] {
  return [
    ...(exitCode === null ? [] : [['Exit code', String(exitCode)] as const]),
    ...(lastLines.length === 0 ? [] : [['The last lines it wrote to stderr', lastLines.join('\n')] as const]),
    ...(logFile === null ? [] : [['Log file', logFile] as const]),
  ];
}

/** For a prompt. Files in `root` are shown relative to it. */
export function failureText(failure: FailureAnswer, root: string): string {
  const details = failureDetails(failure).map(([name, value]) => (value.includes('\n') ? `\n${name}:\n${value}\n` : `\n${name}: ${value}\n`));
  return formatStatusReport(failureReport(failure), root) + details.join('');
}
