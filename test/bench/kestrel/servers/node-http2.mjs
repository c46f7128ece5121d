// node:http2's compatibility server, with the certificate that CERTIFICATE and KEY name.
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { TEXT, TEXT_TYPE } from './text.mjs';

const certificate = { cert: readFileSync(process.env.CERTIFICATE), key: readFileSync(process.env.KEY) };
const server = createSecureServer(certificate, (_request, response) => {
  response.writeHead(200, { 'Content-Type': TEXT_TYPE, 'Content-Length': Buffer.byteLength(TEXT) });
  response.end(TEXT);
});
server.listen(0, '127.0.0.1', () => console.log(`listening on https://127.0.0.1:${server.address().port}`));
