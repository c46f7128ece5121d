import { define } from './error-definition.ts';

/** 42xx: requests that are passed on to an app, and what its answers are. */
export const forwardingErrors = {
  upstreamUnreachable: define<{ address: string; why: string }>(
    'MEWS4201',
    ({ address, why }) => `The app at ${address} cannot be reached: ${why}.`,
    () => `See whether its process still runs, and listens on the port that its environment variable PORT names.`,
  ),
  upstreamConnectTimedOut: define<{ address: string; seconds: number }>(
    'MEWS4202',
    ({ address, seconds }) => `The app at ${address} has not accepted a connection within ${seconds} s.`,
    () => `Its event loop may be blocked, or it has stopped accepting: look at what it does with the processor.`,
  ),
  upstreamTimedOut: define<{ address: string; request: string; seconds: number }>(
    'MEWS4203',
    ({ address, request, seconds }) => `The app at ${address} has been silent for ${seconds} s while it had ${request} to answer.`,
    () => `Let it answer sooner, or raise requestTimeout.`,
  ),
  upstreamClosed: define<{ address: string; request: string; why: string }>(
    'MEWS4204',
    ({ address, request, why }) => `The app at ${address} has closed the connection before its answer to ${request} was whole: ${why}.`,
    () => `Look for a crash in its output, and for code that destroys the socket.`,
  ),
  upstreamMalformed: define<{ address: string; request: string; fault: string }>(
    'MEWS4205',
    ({ address, request, fault }) => `The answer of the app at ${address} to ${request} ${fault}.`,
    () => `Something other than an HTTP/1.1 server may listen there, or the app writes its headers past its HTTP library.`,
  ),
  methodNotForwarded: define<{ method: string }>(
    'MEWS4206',
    ({ method }) => `Requests with the method ${method} are not passed on to apps.`,
    () => `CONNECT is for proxies that clients choose, and TRACE would show what was added on the way.`,
  ),
  badForwardedField: define<{ problem: string }>(
    'MEWS4207',
    ({ problem }) => `The request cannot be passed on: ${problem}.`,
    () => `Correct the client, or what is between it and this server.`,
  ),
  noUpstream: define<{ why: string }>(
    'MEWS4208',
    ({ why }) => `There is no app to pass the request on to: ${why}.`,
    () => `See why the app did not start.`,
  ),
};
