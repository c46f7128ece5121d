import { messageOf } from '../../../foundation/errors/message-of.ts';
import type { HttpApplication } from '../../application/http-application.ts';
import { noUpstream, type ForwardFailure } from '../../forwarding/forward-failure.ts';
import { Forwarder } from '../../forwarding/forwarder.ts';
import type { Upstream } from '../../forwarding/upstream.ts';
import type { FeatureCollection } from '../../http/feature-collection.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import { HttpResponseFeature } from '../../http/response-features.ts';
import { clientCertificateLine } from './client-certificate-line.ts';
import { namesControlCharacters } from './control-characters.ts';
import { leastBusy } from './least-busy.ts';
import type { ModuleOptions } from './module-options.ts';

const MODULE_FIELDS = 'ms-aspnetcore-*';
/** What a 405 must say, though any method but two goes on. */
export const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * The hosting module out of process (the ASP.NET Core Module's forwarding handler): an application whose every request is answered by the app in another
 * process. The server in front should not add a Server header: the app's goes on, and where it sends none there is none.
 */
export function moduleApplication(options: ModuleOptions): HttpApplication<FeatureCollection> {
  const { upstreams, answerFailure = answerBarely, onFailure = () => {}, tellsPort = true, dropped = [] } = options;
  const forwarder = new Forwarder({ answerFailure, onFailure, tellsPort, dropped: [MODULE_FIELDS, ...dropped] });

  const forward = (features: FeatureCollection, choices: readonly Upstream[]): Promise<void> => {
    const upstream = leastBusy(choices);
    if (!upstream) return forwarder.answer(features, noUpstream('no process of it runs'));
    const isSecure = requiredFeature(features, HttpRequestFeature).scheme === 'https';
    return forwarder.forward(features, upstream, isSecure ? clientCertificateLine(features) : '');
  };

  const start = async (features: FeatureCollection, starting: Promise<readonly Upstream[]>): Promise<void> => {
    let choices: readonly Upstream[];
    try {
      choices = await starting;
    } catch (error) {
      return forwarder.answer(features, noUpstream(messageOf(error), error));
    }
    return forward(features, choices);
  };

  return {
    isWithoutAppCode: true,
    createContext: (features) => features,
    disposeContext: () => {},
    processRequest: (features) => {
      if (namesControlCharacters(requiredFeature(features, HttpRequestFeature).rawTarget)) return answerStatus(features, 400);
      const choices = chooseFrom(upstreams);
      return isPromise(choices) ? start(features, choices) : forward(features, choices);
    },
  };
}

function chooseFrom(upstreams: ModuleOptions['upstreams']): ReturnType<ModuleOptions['upstreams']> {
  try {
    return upstreams();
  } catch (error) {
    return Promise.reject(error);
  }
}

function isPromise<T extends object>(value: T | Promise<T>): value is Promise<T> {
  return 'then' in value;
}

function answerBarely(features: FeatureCollection, { reason, status }: ForwardFailure): void {
  answerStatus(features, status);
  if (reason === 'method') requiredFeature(features, HttpResponseFeature).headers.set('Allow', ALLOWED_METHODS);
}

function answerStatus(features: FeatureCollection, status: number): void {
  requiredFeature(features, HttpResponseFeature).statusCode = status;
}
