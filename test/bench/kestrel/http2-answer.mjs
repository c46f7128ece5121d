import { connect } from 'node:http2';

/** The header fields of one answer, `:status` with them. Certificates are not looked at. */
export function answerOverHttp2(url) {
  return new Promise((resolve, reject) => {
    const session = connect(url, { rejectUnauthorized: false });
    session.once('error', reject);
    const stream = session.request({ ':path': '/' });
    stream.once('error', reject);
    stream.once('response', (headers) => {
      session.destroy();
      resolve({ ...headers });
    });
  });
}
