import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { hasProgram } from '../support/has-program.ts';
import { tempProject } from '../support/temp-project.ts';
import { watchMews } from '../support/watch-mews.ts';
import { PYTHON_APP } from './sources.ts';

const SYSTEMD_APP = `
import http.server, os, socket
assert os.environ['LISTEN_PID'] == str(os.getpid())
assert os.environ['LISTEN_FDS'] == '1'
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'v0'
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
class Server(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(('', 0), Handler, bind_and_activate=False)
        self.socket = socket.socket(fileno=3)
Server().serve_forever()
`;

function profile(program: object): object {
  return { profiles: { app: { commandName: 'Executable', executablePath: 'python3', commandLineArgs: 'app.py', ...program } } };
}

async function get(url: string): Promise<string> {
  return (await fetch(url, { headers: { Connection: 'close' } })).text();
}

// Each needs python3.
describe.skipIf(!hasProgram('python3'))('programs of Executable profiles', () => {
  test('one that reads PORT is behind a relay, and is replaced while the address stays', async () => {
    const url = `http://localhost:${await freePort()}`;
    const project = await tempProject({ 'app.py': PYTHON_APP, 'Properties/launchSettings.json': profile({ applicationUrl: url }) });
    const watching = await watchMews(project);
    expect(watching.url).toBe(url);
    expect(await get(url)).toBe('v0');
    watching.edit('app.py', PYTHON_APP.replace("'v0'", "'v1'"));
    await watching.nth('swapped', 1);
    expect(await get(url)).toBe('v1');
  });

  test('one that takes LISTEN_FDS inherits the sockets', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const project = await tempProject({ 'app.py': SYSTEMD_APP, 'Properties/launchSettings.json': profile({ applicationUrl: url, listen: 'inherit' }) });
    const watching = await watchMews(project);
    expect(await get(url)).toBe('v0');
    watching.edit('app.py', SYSTEMD_APP.replace("b'v0'", "b'v1'"));
    await watching.nth('swapped', 1);
    expect(await get(url)).toBe('v1');
  });

  test('one whose arguments name its port listens there itself, and is ended before the next begins', async () => {
    const port = await freePort();
    const project = await tempProject({ 'index.html': 'v0', 'Properties/launchSettings.json': profile({ commandLineArgs: `-m http.server --bind 127.0.0.1 ${port}`, applicationUrl: `http://127.0.0.1:${port}` }) });
    const watching = await watchMews(project);
    expect(await get(`${watching.url}/index.html`)).toBe('v0');
    watching.edit('index.html', 'v1');
    await watching.nth('swapped', 1);
    await watching.nth('listening', 1);
    await expect.poll(() => get(`${watching.url}/index.html`).catch(() => ''), { timeout: 10_000 }).toBe('v1');
  });
});

test('the relay keeps what a client says until the program answers, octet for octet', async () => {
  const { Relay } = await import('../../src/launcher/activation/relay.ts');
  const { handleOf } = await import('../../src/foundation/transport/detach-handle.ts');
  const echo = createServer((socket) => void socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as { port: number };
  const relay = new Relay({ host: '127.0.0.1', port });
  const front = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    const handle = handleOf(socket);
    Object.assign(socket, { _handle: null });
    if (handle) relay.take(handle);
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { connect } = await import('node:net');
  const client = connect((front.address() as { port: number }).port, '127.0.0.1');
  client.end('hello');
  let text = '';
  for await (const chunk of client) text += String(chunk);
  expect(text).toBe('hello');
  expect(await relay.drain(1000)).toEqual({ drained: 0, cut: 0 });
  front.close();
  echo.close();
});
