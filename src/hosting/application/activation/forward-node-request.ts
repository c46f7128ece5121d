import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { forwardedFields, pairsOf } from './forwarded-fields.ts';
import { loadClient, requestOptions, type SuccessorAddress } from './successor-address.ts';

/** Has the successor answer one request. The connection ends with the answer, so that the next one goes there directly. */
export function forwardNodeRequest(request: IncomingMessage, response: ServerResponse, successor: SuccessorAddress): void {
  response.shouldKeepAlive = false;
  const fields = forwardedFields(pairsOf(request.rawHeaders));
  const host = request.headers.host === undefined ? [['Host', String(request.headers[':authority'] ?? '')]] : [];
  const onward = loadClient(successor).request({
    ...requestOptions(successor),
    method: request.method,
    path: request.url,
    setHost: false,
    headers: [...host, ...fields, ['Connection', 'close']].flat(),
  } as object);
  onward.on('continue', () => response.writeContinue());
  onward.on('information', ({ statusCode, rawHeaders }) => {
    if (statusCode === 103) response.writeEarlyHints(Object.fromEntries(pairsOf(rawHeaders)));
  });
  onward.on('response', (answer) => passBack(answer, response));
  onward.on('error', () => failForwarding(response));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  // Node adds none of its own to those of the answer.
  response.sendDate = false;
  const fields = forwardedFields(pairsOf(answer.rawHeaders));
  // HTTP/2 has no such field, and says it with GOAWAY.
  const closing = response.req.httpVersionMajor < 2 ? [['Connection', 'close']] : [];
  if (closing.length === 0) response.writeHead(answer.statusCode ?? 502, Object.fromEntries(fields.filter(([name]) => name.toLowerCase() !== 'transfer-encoding')));
  else response.writeHead(answer.statusCode ?? 502, answer.statusMessage, [...fields, ...closing].flat());
  answer.on('end', () => {
    if (answer.rawTrailers.length > 0) response.addTrailers(pairsOf(answer.rawTrailers));
  });
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

function failForwarding(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(503, { 'Content-Length': 0, 'Retry-After': 1, Connection: 'close' }).end();
}

/** Connects a client that wants another protocol with the successor, octet by octet. */
export function tunnelToSuccessor(request: IncomingMessage, client: { readonly socket: Duplex; readonly head: Buffer }, successor: SuccessorAddress): void {
  const { socket, head } = client;
  const onward = connectTo(successor);
  const lines = [`${request.method} ${request.url} HTTP/1.1`, ...pairsOf(request.rawHeaders).map(([name, value]) => `${name}: ${value}`)];
  onward.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  onward.write(head);
  socket.pipe(onward).pipe(socket);
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
  socket.on('close', () => onward.destroy());
}

function connectTo(successor: SuccessorAddress): Duplex {
  const options = { ...requestOptions(successor), ...('socketPath' in successor && { path: successor.socketPath }), allowHalfOpen: true };
  return successor.isTls ? process.getBuiltinModule('node:tls').connect(options as ConnectionOptions) : process.getBuiltinModule('node:net').connect(options as NetConnectOpts);
}
