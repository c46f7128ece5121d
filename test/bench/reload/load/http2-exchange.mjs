// The same for HTTP/2: a session is a connection, a stream a request.
import { connect, constants } from 'node:http2';

/** Opens a session; the error where it is refused. */
export function openSession({ port }) {
  return new Promise((resolve) => {
    const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: 'localhost' });
    session.once('connect', () => {
      session.on('error', () => undefined);
      resolve({ session });
    });
    session.once('error', (error) => resolve({ error }));
    session.once('close', () => resolve({ error: new Error('closed') }));
  });
}

/** Whether a request can still be begun on it: not after a GOAWAY. */
export function isUsable(session) {
  return session !== undefined && !session.closed && !session.destroyed;
}

/** As for HTTP/1.1; `refusedStream` is what HTTP/2 says of a request that was not looked at, and that a client sends again by itself. */
export function exchangeStream(session, { path, patience, written }) {
  return new Promise((resolve) => {
    let stream;
    try {
      stream = session.request({ ':path': path });
    } catch {
      // The session has ended in this moment: nothing was sent.
      return resolve({ outcome: 'refusedStream' });
    }
    let status;
    let length;
    let body = '';
    let hasEnded = false;
    const timer = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL);
      resolve({ outcome: 'hung' });
    }, patience);
    stream.once('response', (headers) => {
      status = headers[':status'];
      length = headers['content-length'];
    });
    stream.setEncoding('latin1').on('data', (part) => (body += part));
    stream.once('end', () => (hasEnded = true));
    stream.on('error', () => undefined);
    stream.once('close', () => {
      clearTimeout(timer);
      // A session that ends at the same time cancels also a stream of which everything has come.
      const isWhole = status !== undefined && hasEnded && (length === undefined ? stream.rstCode === constants.NGHTTP2_NO_ERROR : body.length >= Number(length));
      if (isWhole) resolve({ outcome: 'answered', status, body, keepAlive: isUsable(session) });
      else if (status !== undefined) resolve({ outcome: 'cut' });
      else resolve({ outcome: stream.rstCode === constants.NGHTTP2_REFUSED_STREAM ? 'refusedStream' : 'reset' });
    });
    stream.end();
    written();
  });
}
