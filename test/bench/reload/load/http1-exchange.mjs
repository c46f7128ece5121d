// One request on a bare socket and what became of it: node:http would hide some of what is to be counted.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const HEAD_END = '\r\n\r\n';

/** Opens a connection; the error's code where it is refused. */
export function openSocket({ port, isSecure, signal }) {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, noDelay: true };
    const socket = isSecure
      ? connectTls({ ...options, servername: 'localhost', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
      : connect(options);
    const abort = () => socket.destroy(new Error('hung'));
    signal?.addEventListener('abort', abort, { once: true });
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      signal?.removeEventListener('abort', abort);
      socket.on('error', () => undefined);
      resolve({ socket });
    });
    socket.once('error', (error) => resolve({ error }));
    socket.once('close', () => resolve({ error: new Error('closed') }));
  });
}

/** Whether a request can still be written to it. */
export function isOpen(socket) {
  return socket !== undefined && !socket.destroyed && !socket.readableEnded && socket.writable;
}

/**
 * Asks for `path`: `{ outcome: 'answered', status, body, keepAlive }`, `cut` when the answer ended too early, `reset` when there was
 * none at all, `hung` when it did not come in time. `written` is called when the request has been written.
 */
export function exchange(socket, { path, keepAlive, patience, written }) {
  return new Promise((resolve) => {
    let received = '';
    const done = (result) => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      resolve(result);
    };
    const onData = (part) => {
      received += part.toString('latin1');
      const answer = readAnswer(received, false);
      if (answer) done(answer);
    };
    const onEnd = () => done(readAnswer(received, true) ?? { outcome: received === '' ? 'reset' : 'cut' });
    const timer = setTimeout(() => {
      socket.destroy();
      done({ outcome: 'hung' });
    }, patience);
    socket.on('data', onData).once('end', onEnd).once('close', onEnd);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${keepAlive ? '' : 'Connection: close\r\n'}\r\n`);
    written();
  });
}

/** The whole answer, or nothing as long as something of it is missing. `isEnd`: no more will come. */
function readAnswer(text, isEnd) {
  const at = text.indexOf(HEAD_END);
  if (at < 0) return undefined;
  const head = text.slice(0, at + 2);
  const body = text.slice(at + HEAD_END.length);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const isChunked = /^transfer-encoding: *chunked/im.test(head);
  const isWhole = length !== undefined ? body.length >= Number(length) : isChunked ? body.endsWith(`0${HEAD_END}`) : isEnd;
  if (!isWhole) return undefined;
  return { outcome: 'answered', status: Number(head.slice(9, 12)), body, keepAlive: !isEnd && !/^connection:.*\bclose\b/im.test(head) };
}
