import { nearPath } from '../../../foundation/errors/near-path.ts';
import { parseStack } from '../../../foundation/errors/parse-stack.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';

interface Placed {
  readonly file?: string;
}

/** A report as the members of a problem (RFC 9457). Files in `root` are named relative to it. */
export function statusProblem(report: StatusReport, { root, instance }: { readonly root: string; readonly instance: string }): object {
  const { kind, code, title, message, hint, diagnostics, stack, location } = report;
  const nearby = <T extends Placed>(placed: T): T => (placed.file === undefined ? placed : { ...placed, file: nearPath(placed.file, root) });
  return {
    type: 'about:blank',
    title,
    status: 503,
    detail: message,
    instance,
    kind,
    ...(code !== '' && { code }),
    ...(hint !== '' && { hint }),
    ...(location && { location: nearby(location) }),
    ...(diagnostics.length > 0 && { diagnostics: diagnostics.map(nearby) }),
    ...(stack !== '' && { stack: parseStack(stack, message).map(({ before, place, after }) => (place ? `${before}${nearPath(place.file, root)}:${place.line}:${place.column}${after}` : before)) }),
  };
}
