import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import { statusProblem } from '../status/status-problem.ts';
import { failureReport } from './failure-text.ts';

/** A failure as the members of a problem (RFC 9457). Files in `root` are named relative to it. */
export function failureProblem(failure: FailureAnswer, { root, instance }: { readonly root: string; readonly instance: string }): object {
  const { status, subStatus, title, exitCode, lastLines, logFile } = failure;
  return {
    ...statusProblem(failureReport(failure), { root, instance }),
    title,
    status,
    ...(subStatus !== null && { subStatus: `${status}.${subStatus}` }),
    ...(exitCode !== null && { exitCode }),
    ...(lastLines.length > 0 && { lastLines }),
    ...(logFile !== null && { logFile }),
  };
}
