// One large body, up or down, on a bare socket. `node transfer-client.mjs <port> <upload|slow-upload|download|slow-download> <bytes>`
// Says how many bytes went through. The slow download is for the client to be slow: it reads a chunk in 20 ms.
import { once } from 'node:events';
import { connect } from 'node:net';

const [port, kind, size] = process.argv.slice(2);
const bytes = Number(size);
const CHUNK = 65_536;
const HEAD_END = '\r\n\r\n';
const socket = connect(Number(port), '127.0.0.1');
socket.on('error', (error) => {
  console.log(`failed: ${error.message}`);
  process.exit(1);
});
await once(socket, 'connect');
if (kind.endsWith('upload')) await upload();
else await download();
socket.destroy();
process.exit();

async function upload() {
  const answered = readAnswer();
  socket.write(`POST /${kind} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${bytes}${HEAD_END}`);
  const chunk = Buffer.alloc(CHUNK, 'x');
  for (let sent = 0; sent < bytes; sent += CHUNK) {
    const hasRoom = socket.write(sent + CHUNK > bytes ? chunk.subarray(0, bytes - sent) : chunk);
    // A server that has answered already has refused: its answer says why.
    if (!hasRoom) await Promise.race([once(socket, 'drain'), answered]);
    if (socket.readableEnded || socket.destroyed) break;
  }
  const { status, body } = await answered;
  console.log(status === 200 ? `transferred ${body}` : `failed: answered ${status}`);
}

async function readAnswer() {
  let text = '';
  for await (const part of socket.iterator({ destroyOnReturn: false })) {
    text += part.toString('latin1');
    const at = text.indexOf(HEAD_END);
    const length = /^content-length: (\d+)/im.exec(text)?.[1];
    if (at >= 0 && length !== undefined && text.length >= at + HEAD_END.length + Number(length)) break;
  }
  return { status: Number(text.split(' ')[1]), body: text.slice(text.indexOf(HEAD_END) + HEAD_END.length) };
}

async function download() {
  socket.write(`GET /download/${bytes} HTTP/1.1\r\nHost: 127.0.0.1${HEAD_END}`);
  let received = 0;
  let head;
  for await (const part of socket) {
    if (head === undefined) {
      head = part.toString('latin1').split(HEAD_END)[0] + HEAD_END;
      if (!head.startsWith('HTTP/1.1 200')) return console.log(`failed: answered ${head.split('\r\n')[0]}`);
      received -= head.length;
    }
    received += part.length;
    if (received >= bytes) break;
    if (kind === 'slow-download') await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(`transferred ${received}`);
}
