import type { FailureAnswer, FrontSettings, UpstreamPlace, UpstreamSettings } from '../../../foundation/events/module-settings.ts';
import { isRefreshTarget } from '../../application/browser-refresh/answer-refresh-request.ts';
import { giveFailure } from '../../application/module-answer/give-failure.ts';
import type { HttpApplication } from '../../application/http-application.ts';
import { isBelow } from '../../application/path-base.ts';
import type { ForwardFailure } from '../../forwarding/forward-failure.ts';
import { Upstream } from '../../forwarding/upstream.ts';
import type { FeatureCollection } from '../../http/feature-collection.ts';
import { HttpContext } from '../../http/http-context.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import { HttpResponseFeature } from '../../http/response-features.ts';
import { ALLOWED_METHODS, moduleApplication } from './module-application.ts';

const TOKEN = 'MS-ASPNETCORE-TOKEN';

/** What the process in front serves: every request goes to a process of the app, and who cannot be answered by it is told why. */
export class FrontApplication {
  readonly application: HttpApplication<FeatureCollection>;
  readonly #settings: FrontSettings;
  readonly #root: string;
  #upstreams: ReadonlyMap<string, Upstream> = new Map();
  #choices: readonly Upstream[] = [];

  /** Failures name files in `root` relative to it. Error: badOption. */
  constructor(settings: FrontSettings, root: string) {
    this.#settings = settings;
    this.#root = root;
    this.lead(settings.upstreams);
    const forwarding = moduleApplication({ upstreams: () => this.#choices, answerFailure: (features, failure) => this.#answer(features, failure) });
    this.application = belowPath(settings, forwarding);
  }

  /** Where requests go from now on; what is in flight elsewhere is finished there. */
  lead(upstreams: readonly UpstreamSettings[]): void {
    const before = this.#upstreams;
    this.#upstreams = new Map(upstreams.map(({ place }) => [keyOf(place), before.get(keyOf(place)) ?? this.#connect(place)]));
    for (const { place, isStarting } of upstreams) this.#upstreams.get(keyOf(place))?.expectStart(isStarting);
    this.#choices = [...this.#upstreams.values()];
    for (const [key, upstream] of before) if (!this.#upstreams.has(key)) upstream.close();
  }

  #connect(address: UpstreamPlace): Upstream {
    const { token, requestTimeout } = this.#settings;
    return new Upstream({ address, fields: { [TOKEN]: token }, requestTimeout });
  }

  #answer(features: FeatureCollection, failure: ForwardFailure): Promise<void> {
    const context = new HttpContext(features);
    if (failure.reason === 'method') context.response.headers.set('Allow', ALLOWED_METHODS);
    return giveFailure(context, toAnswer(failure, this.#settings.isDetailed), this.#root);
  }
}

/** The app has its part of the site; what lies outside is nobody's. */
function belowPath({ applicationPath, isWatched }: FrontSettings, application: HttpApplication<FeatureCollection>): HttpApplication<FeatureCollection> {
  const prefix = applicationPath.replace(/\/+$/, '');
  if (prefix === '') return application;
  return {
    ...application,
    processRequest: (features) => {
      const { path } = requiredFeature(features, HttpRequestFeature);
      if (isBelow(path, prefix) || (isWatched && isRefreshTarget(path))) return application.processRequest(features);
      requiredFeature(features, HttpResponseFeature).statusCode = 404;
    },
  };
}

/** With the code that the ASP.NET Core Module shows for it. */
function toAnswer({ status, subStatus, code, error: { message, hint, code: own } }: ForwardFailure, isDetailed: boolean): FailureAnswer {
  const detail = code === undefined ? message : `${message} (Error code: ${code})`;
  return { kind: 'failure', status, subStatus: subStatus ?? null, title: TITLES[status] ?? 'Bad Request', message: detail, hint, code: own, exitCode: null, stack: '', lastLines: [], logFile: null, isDetailed };
}

const TITLES: Readonly<Record<number, string>> = { 405: 'Method Not Allowed', 502: 'Bad Gateway', 503: 'Service Unavailable' };

function keyOf(place: UpstreamPlace): string {
  return 'path' in place ? place.path : String(place.port);
}
