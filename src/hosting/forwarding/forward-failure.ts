import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';

/** Why a request was not passed on, or its answer not passed back. */
export type ForwardFailureReason = 'noUpstream' | 'unreachable' | 'connectTimedOut' | 'timedOut' | 'closed' | 'malformed' | 'method' | 'fields';

/** A request that was not answered by the app, or not to the end: somebody else must answer, if the answer has not begun. */
export interface ForwardFailure {
  readonly reason: ForwardFailureReason;
  /** The status of the answer. */
  readonly status: number;
  /** With the status, IIS's name for it: 502.3. Undefined where IIS has none. */
  readonly subStatus: number | undefined;
  /** The code that the ASP.NET Core Module shows for it: `0x80072f78`. */
  readonly code: string | undefined;
  /** The answer had begun: the client has been cut off. */
  readonly hasBegun: boolean;
  readonly error: MewsError;
}

/** Codes of WinHTTP, as the module shows them. */
const CODES: Partial<Record<ForwardFailureReason, string>> = {
  unreachable: '0x80072efd',
  connectTimedOut: '0x80072ee2',
  timedOut: '0x80072ee2',
  closed: '0x80072f78',
  malformed: '0x80072f78',
};

const PROXY_FAILURE = { status: 502, subStatus: 3 } as const;

export function forwardFailure(reason: ForwardFailureReason, error: MewsError, hasBegun = false): ForwardFailure {
  return { reason, ...statusOf(reason), code: CODES[reason], hasBegun, error };
}

function statusOf(reason: ForwardFailureReason): { readonly status: number; readonly subStatus: number | undefined } {
  if (reason === 'method') return { status: 405, subStatus: undefined };
  if (reason === 'fields') return { status: 400, subStatus: undefined };
  return reason === 'noUpstream' ? { status: 503, subStatus: undefined } : PROXY_FAILURE;
}

/** The failure of who was to say where the app is. `cause`: what it threw. */
export function noUpstream(why: string, cause?: unknown): ForwardFailure {
  return forwardFailure('noUpstream', mewsError('noUpstream', { why }, { cause }));
}
