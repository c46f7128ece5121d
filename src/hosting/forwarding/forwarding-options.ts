import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import type { FieldKinds } from './field-kinds.ts';
import type { ForwardFailure } from './forward-failure.ts';
import { requestFieldKinds } from './request-fields.ts';

export interface ForwardingOptions {
  /** Answers a request that the app did not, and could not. The response has not begun. */
  readonly answerFailure: (features: FeatureCollection, failure: ForwardFailure) => void | Promise<void>;
  /** Told of every failure, of those, too, that cut an answer that had begun. */
  readonly onFailure?: (failure: ForwardFailure) => void;
  /** Whether X-Forwarded-For tells the client's port: `10.0.0.7:51123`, as the ASP.NET Core Module does. Default true. */
  readonly tellsPort?: boolean;
  /** The app's path base, told as X-Forwarded-Prefix. Default: none is told. */
  readonly prefix?: string;
  /** Fields that clients may not send to the app, besides those that every proxy keeps; `x-internal-*` stands for all that begin so. Default `['ms-aspnetcore-*']`. */
  readonly dropped?: readonly string[];
}

export interface ForwardingRules {
  readonly answerFailure: ForwardingOptions['answerFailure'];
  readonly onFailure: (failure: ForwardFailure) => void;
  readonly tellsPort: boolean;
  /** Field lines, each with its CRLF. */
  readonly lines: string;
  readonly kinds: FieldKinds;
}

const MODULE_FIELDS = ['ms-aspnetcore-*'];

/** The options with their defaults, checked. Error: badOption. */
export function toForwardingRules(options: ForwardingOptions): ForwardingRules {
  const { answerFailure, onFailure = () => {}, tellsPort = true, prefix = '', dropped = MODULE_FIELDS } = options;
  return {
    answerFailure,
    onFailure,
    tellsPort,
    lines: prefix === '' || prefix === '/' ? '' : `X-Forwarded-Prefix: ${encodeURI(prefix)}\r\n`,
    kinds: requestFieldKinds(dropped.map(checkName)),
  };
}

function checkName(name: string): string {
  if (/^[!#$%&'+\-.^_`|~\dA-Za-z]{2,}\*?$/.test(name)) return name.toLowerCase();
  throw mewsError('badOption', { option: 'dropped', value: name, expected: 'the name of a header, or its beginning and a *' });
}
