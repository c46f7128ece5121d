import { nearPath } from '../../../foundation/errors/near-path.ts';
import { parseStack } from '../../../foundation/errors/parse-stack.ts';
import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';

/** A failure as the members of a problem (RFC 9457). Files in `root` are named relative to it. */
export function failureProblem(failure: FailureAnswer, { root, instance }: { readonly root: string; readonly instance: string }): object {
  const { status, subStatus, title, message, hint, code, exitCode, lastLines, logFile, stack, location } = failure;
  return {
    type: 'about:blank',
    title,
    status,
    ...(subStatus !== null && { subStatus: `${status}.${subStatus}` }),
    detail: message,
    instance,
    ...(code !== '' && { code }),
    ...(hint !== '' && { hint }),
    ...(location && { location: { ...location, file: nearPath(location.file, root) } }),
    ...(exitCode !== null && { exitCode }),
    ...(lastLines.length > 0 && { lastLines }),
    ...(logFile !== null && { logFile }),
    ...(stack !== '' && { stack: parseStack(stack, message).map(({ before, place, after }) => (place ? `${before}${nearPath(place.file, root)}:${place.line}:${place.column}${after}` : before)) }),
  };
}
