import type { FeatureCollection } from '../../http/feature-collection.ts';
import type { ForwardFailure } from '../../forwarding/forward-failure.ts';
import type { Upstream } from '../../forwarding/upstream.ts';

export interface ModuleOptions {
  /**
   * The processes of the app that can take requests: the least busy one gets the next. Asked for every request; a promise is waited for, as while the
   * first of them starts. None, or what it throws, fails the request.
   */
  readonly upstreams: () => readonly Upstream[] | Promise<readonly Upstream[]>;
  /** Answers requests that the app did not. Default: the failure's status, and no body. */
  readonly answerFailure?: (features: FeatureCollection, failure: ForwardFailure) => void | Promise<void>;
  /** Told of every failure, of those, too, that cut an answer that had begun. */
  readonly onFailure?: (failure: ForwardFailure) => void;
  /** Whether X-Forwarded-For tells the client's port. Default true, as the ASP.NET Core Module does. */
  readonly tellsPort?: boolean;
  /** Fields that clients may not send to the app, besides MS-ASPNETCORE-*; `x-internal-*` stands for all that begin so. */
  readonly dropped?: readonly string[];
}
