import type { MewsError } from '../../foundation/errors/mews-error.ts';
import { errorTable } from '../../foundation/errors/error-table.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { StatusKind, StatusReport } from '../../foundation/events/status-report.ts';

const TITLES: Readonly<Record<StatusKind, string>> = {
  starting: 'Starting…',
  buildFailed: 'Build failed',
  typecheckFailed: 'Type-check failed',
  crashed: 'The app crashed',
  startFailed: 'The app could not start',
  neverListens: 'The app does not listen',
  exited: 'The app has ended',
};

export interface FailureDetails {
  readonly diagnostics?: readonly Diagnostic[];
  readonly stack?: string;
}

/** A failure as terminal, browser and API clients are told of it. */
export function reportFailure({ code, message, hint, location }: MewsError, { diagnostics = [], stack = '' }: FailureDetails = {}): StatusReport {
  const kind = kindOf(code);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const ordered = [...errors, ...diagnostics.filter(({ severity }) => severity !== 'error')];
  return { kind, title: TITLES[kind], code, message, hint, diagnostics: ordered, stack, ...(location && { location }) };
}

function kindOf(code: string): StatusKind {
  switch (code) {
    case errorTable.typecheckFailed.code:
      return 'typecheckFailed';
    case errorTable.appCrashed.code:
      return 'crashed';
    case errorTable.neverListens.code:
      return 'neverListens';
    case errorTable.appExited.code:
      return 'exited';
    default:
      return code.startsWith('MEWS20') ? 'buildFailed' : 'startFailed';
  }
}
