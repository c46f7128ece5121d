import type { MewsError } from '../../../foundation/errors/mews-error.ts';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { HostingModel } from '../../profiles/profile-values.ts';

/** Why there is no process of the app, and what is known of the one that failed. */
export interface FailureFacts {
  readonly kind: 'start' | 'rapidFails' | 'settings';
  readonly error?: MewsError;
  readonly exitCode?: number | null;
  readonly lastLines?: readonly string[];
  readonly stack?: string;
  readonly logFile?: string | null;
}

export interface FailureContext {
  readonly hostingModel: HostingModel;
  readonly rapidFailsPerMinute: number;
  /** Clients may know (Development), and nobody has switched it off. */
  readonly isDetailed: boolean;
}

/** What clients are told, by IIS's numbers and words (ASP.NET Core Module, `resources.h`). */
export function failureAnswer(facts: FailureFacts, { hostingModel, rapidFailsPerMinute, isDetailed }: FailureContext): FailureAnswer {
  const error = facts.error ?? mewsError('rapidFails', { most: rapidFailsPerMinute });
  const { message, hint, code } = error;
  const { exitCode = null, lastLines = [], stack = '', logFile = null } = facts;
  return { kind: 'failure', ...statusOf(facts, hostingModel), message, hint, code, exitCode, lastLines, stack, logFile, isDetailed, ...(error.location && { location: error.location }) };
}

function statusOf({ kind, error }: FailureFacts, model: HostingModel): Pick<FailureAnswer, 'status' | 'subStatus' | 'title'> {
  if (kind === 'rapidFails') return { status: 503, subStatus: null, title: 'Service Unavailable' };
  if (kind === 'settings') return { status: 500, subStatus: 0, title: model === 'inprocess' ? 'ANCM In-Process Handler Load Failure' : 'ANCM Out-Of-Process Handler Load Failure' };
  if (model === 'outofprocess') return { status: 502, subStatus: 5, title: 'ANCM Out-Of-Process Startup Failure' };
  if (error?.code === START_TIMED_OUT) return { status: 500, subStatus: 37, title: 'ANCM Failed to Start Within Startup Time Limit' };
  return { status: 500, subStatus: 30, title: 'ANCM In-Process Start Failure' };
}

const START_TIMED_OUT = mewsError('moduleStartTimedOut', { pid: 0, seconds: 0 }).code;
