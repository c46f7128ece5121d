import { define } from './error-definition.ts';
import { didYouMean } from './quote-list.ts';

/** 40xx: servers, hosting models and what an app exports. */
export const hostingErrors = {
  unknownServer: define<{ server: string; from: string; why: string; near: readonly string[] }>(
    'MEWS4001',
    ({ server, from, why }) => `Unknown server '${server}' (from ${from}): ${why}.`,
    ({ near }) => `${didYouMean(near)}Use 'kestrel', or the path or package name of a module that exports a Server factory.`,
  ),
  notAvailable: define<{ what: string; from: string }>(
    'MEWS4002',
    ({ what, from }) => `${what} (from ${from}) is not available in this version of mews.`,
    ({ from }) => `${from.startsWith('--') ? `Leave out ${from}` : 'Use a profile with "commandName": "Project"'}: then Kestrel alone serves the app.`,
  ),
  notAServer: define<{ module: string; found: string }>(
    'MEWS4003',
    ({ module, found }) => `The module '${module}' does not export a Server factory: ${found}.`,
    () => `Export a default function that takes { addresses } and returns an object with features, start and stop.`,
  ),
  nothingToServe: define<{ entry: string; found: string }>(
    'MEWS4004',
    ({ entry, found }) => `The default export of '${entry}' is ${found}: mews cannot serve it.`,
    () => `Export a WebApplication, an object with fetch(request), or a (req, res) function; or call listen() yourself.`,
  ),
  serverAlreadyStarted: define<object>(
    'MEWS4005',
    () => `Server has already started.`,
    () => `Start a server once; make another one for other addresses.`,
  ),
  headersSent: define<{ what: string }>(
    'MEWS4006',
    ({ what }) => `${what} cannot be set because the response has already started.`,
    () => `Set it before the first write, or in an onStarting callback; in middleware before 'await next()', for what comes after it may have answered.`,
  ),
  noRunningHost: define<object>(
    'MEWS4007',
    () => `The application has no started server.`,
    () => `Call app.run() or app.start() first.`,
  ),
  nodeHttpMissing: define<{ app: string }>(
    'MEWS4008',
    ({ app }) => `${app} needs Node's own request and response objects, which the chosen server does not give.`,
    () => `Use the server 'kestrel', or export a fetch app or a WebApplication, which every server can serve.`,
  ),
  serverModuleFailed: define<{ module: string; reason: string }>(
    'MEWS4009',
    ({ module, reason }) => `The server module '${module}' could not be loaded: ${reason}.`,
    () => `Fix the module, or choose the built-in server with --server kestrel.`,
  ),
  notUpgradable: define<object>(
    'MEWS4020',
    () => `Cannot upgrade a non-upgradable request.`,
    () => `Check HttpUpgradeFeature.isUpgradableRequest to determine if a request can be upgraded.`,
  ),
  alreadyUpgraded: define<object>(
    'MEWS4021',
    () => `HttpUpgradeFeature.upgrade was already called and can only be called once per connection.`,
    () => `Keep the stream that the first call gave.`,
  ),
  tooManyUpgraded: define<{ most: number }>(
    'MEWS4022',
    ({ most }) => `Request cannot be upgraded because the server has already opened the maximum number of upgraded connections (${most}).`,
    () => `Raise the limit maxConcurrentUpgradedConnections, or answer the client with 503.`,
  ),
  bodySizeReadOnly: define<object>(
    'MEWS4023',
    () => `The maximum request body size cannot be modified after the app has already started reading from the request body.`,
    () => `Set it before the first read.`,
  ),
  trailersNotAvailable: define<object>(
    'MEWS4024',
    () => `The request trailers are not available yet.`,
    () => `They may not be available until the full request body is read: read the body to its end first.`,
  ),
  bodySizeUpgraded: define<object>(
    'MEWS4025',
    () => `The maximum request body size cannot be modified after the request has been upgraded.`,
    () => `Set it before the upgrade.`,
  ),
  noTrailers: define<{ of: string }>(
    'MEWS4026',
    ({ of }) => `Trailers are not supported for this ${of}.`,
    ({ of }) => `The server does not supply them: features.get(Http${of === 'request' ? 'Request' : 'Response'}TrailersFeature) tells beforehand.`,
  ),
  optionRequired: define<{ option: string }>(
    'MEWS4030',
    ({ option }) => `'options.${option}' is blank: options.${option} is required.`,
    () => `Give it the name of a header, or leave it out for the default one.`,
  ),
  badOption: define<{ option: string; value: string; expected: string }>(
    'MEWS4031',
    ({ option, value }) => `The option '${option}' cannot be '${value}'.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  noAllowedHosts: define<object>(
    'MEWS4032',
    () => `No allowed hosts were configured.`,
    () => `List the names that requests may give in allowedHosts, or '*' for every name.`,
  ),
  noWebSockets: define<object>(
    'MEWS4033',
    () => `WebSockets are not supported for this request.`,
    () => `Call app.useWebSockets() before the middleware that accepts them, and check context.webSockets.isWebSocketRequest.`,
  ),
};
