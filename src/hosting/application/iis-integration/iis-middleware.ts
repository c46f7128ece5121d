import { HttpMaxRequestBodySizeFeature } from '../../http/body-features.ts';
import { TlsConnectionFeature } from '../../http/connection-features.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { HttpUpgradeFeature } from '../../http/protocol-features.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import { forwardedHeadersMiddleware } from '../forwarded-headers/forwarded-headers-middleware.ts';
import { toForwardedHeadersRules } from '../forwarded-headers/forwarded-headers-options.ts';
import type { ForwarderLog } from '../forwarded-headers/walk-forwarders.ts';
import { moveToPathBase } from '../path-base.ts';
import type { Component, RequestDelegate } from '../request-delegate.ts';
import { forwardedCertificate } from './forwarded-certificate.ts';
import type { HeardEnvironment } from './module-environment.ts';
import { CLIENT_CERTIFICATE_HEADER, EVENT_HEADER, isShutdown, REJECTED, TOKEN_HEADER } from './module-headers.ts';
import { PairingToken } from './pairing-token.ts';
import { VisibleHeaders } from './visible-headers.ts';

export interface IntegrationHost extends ForwarderLog {
  /** The module tells the app to stop. */
  readonly stop: () => void;
}

/** An upgrade for nobody: the web server in front does not pass WebSockets on. */
const NO_UPGRADE: HttpUpgradeFeature = { isUpgradableRequest: false, upgrade: () => Promise.reject(new Error('WebSockets are not supported by the server in front.')) };

/**
 * The app's side of the hosting module (`UseIISIntegration`): outermost in the pipeline, for nothing of the app may run for a request that has not come
 * through the module. Path base, client and scheme are then those that the client knows.
 */
export function iisMiddleware(environment: HeardEnvironment, host: IntegrationHost): Component {
  const token = new PairingToken(environment.token);
  const forwarded = forwardedHeadersMiddleware(toForwardedHeadersRules({ forwardedHeaders: ['XForwardedFor', 'XForwardedProto'] }), host);
  return (next) => {
    const paired = moveToPathBase(environment.applicationPath, forwarded(integrate(next, { environment, host })));
    return (context) => {
      if (token.matches(context.request.headers.get(TOKEN_HEADER))) return paired(context);
      host.warn(REJECTED);
      context.response.statusCode = 400;
    };
  };
}

function integrate(next: RequestDelegate, { environment, host }: { readonly environment: HeardEnvironment; readonly host: IntegrationHost }): RequestDelegate {
  return (context) => {
    const { method, path, headers } = context.request;
    if (isShutdown({ method, path, event: headers.get(EVENT_HEADER) })) {
      context.response.statusCode = 202;
      host.stop();
      return;
    }
    applyFeatures(context, environment);
    return next(context);
  };
}

function applyFeatures({ features, request }: HttpContext, { supportsWebSockets, limitsBodies }: HeardEnvironment): void {
  const size = features.get(HttpMaxRequestBodySizeFeature);
  if (limitsBodies && size && !size.isReadOnly) size.maxRequestBodySize = null;
  const certificate = request.headers.get(CLIENT_CERTIFICATE_HEADER);
  const feature = certificate === undefined ? undefined : forwardedCertificate(certificate);
  if (feature) features.set(TlsConnectionFeature, feature);
  if (!supportsWebSockets) features.set(HttpUpgradeFeature, NO_UPGRADE);
  requiredFeature(features, HttpRequestFeature).headers = new VisibleHeaders(request.headers);
}
