import type { ClientRequest, IncomingMessage } from 'node:http';
import { HttpConnectionFeature } from '../../http/connection-features.ts';
import { HttpContext } from '../../http/http-context.ts';
import { HttpRequestFeature, HttpRequestLifetimeFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import type { HttpApplication } from '../http-application.ts';
import { forwardedFields, pairsOf } from './forwarded-fields.ts';
import { loadClient, requestOptions, type SuccessorAddress } from './successor-address.ts';

/** Methods whose requests seldom have a body: without framing there is none. */
const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE']);

/** An application that has the successor answer each request; `socketPath` is of a server on a unix socket. */
export function forwardingApplication(socketPath: (context: HttpContext) => string | undefined): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    processRequest: (context) => forwardContext(context, socketPath(context)),
    disposeContext: () => {},
  };
}

async function forwardContext(context: HttpContext, socketPath: string | undefined): Promise<void> {
  const { features, response } = context;
  const onward = send(context, addressOf(context, socketPath));
  const lifetime = features.get(HttpRequestLifetimeFeature);
  lifetime?.requestAborted.addEventListener('abort', () => onward.destroy(), { once: true });
  let answer: IncomingMessage;
  try {
    answer = await new Promise<IncomingMessage>((resolve, reject) => void onward.once('response', resolve).once('error', reject));
  } catch {
    response.statusCode = 503;
    response.headers.set('Retry-After', 1);
    return;
  }
  onward.on('error', () => {});
  response.statusCode = answer.statusCode ?? 502;
  response.reasonPhrase = answer.statusMessage ?? '';
  for (const [name, value] of forwardedFields(pairsOf(answer.rawHeaders))) {
    if (name.toLowerCase() !== 'transfer-encoding') response.headers.append(name, value);
  }
  for await (const chunk of answer) await response.write(chunk as Buffer);
}

function send(context: HttpContext, address: SuccessorAddress): ClientRequest {
  const { method, rawTarget, headers, body } = requiredFeature(context.features, HttpRequestFeature);
  const fields = forwardedFields(headers).filter(([name]) => name.toLowerCase() !== 'transfer-encoding');
  const hasBody = headers.has('content-length') || headers.has('transfer-encoding') || !BODILESS.has(method);
  const framing = hasBody && !headers.has('content-length') ? [['Transfer-Encoding', 'chunked']] : [];
  const host = headers.has('host') ? [] : [['Host', headers.get(':authority') ?? '']];
  const onward = loadClient(address).request({
    ...requestOptions(address),
    method,
    path: rawTarget,
    setHost: false,
    headers: [...host, ...fields, ...framing, ['Connection', 'close']].flat(),
  } as object);
  if (hasBody) body.on('error', () => onward.destroy()).pipe(onward);
  else onward.end();
  return onward;
}

function addressOf({ features, request }: HttpContext, socketPath: string | undefined): SuccessorAddress {
  const isTls = request.scheme === 'https';
  if (socketPath !== undefined) return { socketPath, isTls };
  const { localIpAddress: host, localPort: port } = requiredFeature(features, HttpConnectionFeature);
  return { host, port, isTls };
}
