import { once } from 'node:events';
import { connect } from 'node:http2';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FailureAnswer, ModuleAnswer } from '../../../../src/foundation/events/module-settings.ts';
import { answerApplication } from '../../../../src/hosting/application/module-answer/answer-application.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { RawHttp1Client } from '../../../support/raw-http1-client.ts';
import { serverOptions, startServer } from '../../../support/start-server.ts';

const FAILURE: FailureAnswer = {
  kind: 'failure',
  status: 502,
  subStatus: 5,
  title: 'ANCM Out-Of-Process Startup Failure',
  message: 'The application has ended with <exit> code 7.',
  hint: 'See what it wrote.',
  code: 'MEWS3405',
  exitCode: 7,
  stack: '',
  lastLines: ['no database at <10.0.0.9>', 'giving up'],
  logFile: '/logs/app_1.log',
  isDetailed: true,
};

async function serve(answer: ModuleAnswer | (() => ModuleAnswer)): Promise<string> {
  return startServer(new KestrelServer(serverOptions()), answerApplication(typeof answer === 'function' ? answer : () => answer, '/app'));
}

const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('a failure', () => {
  test('is a page for browsers, in which nothing that is quoted can do anything', async () => {
    const { status, headers, text } = await get(await serve(FAILURE), { Accept: 'text/html' });
    expect([status, headers.get('content-type'), headers.get('connection'), headers.get('cache-control')]).toEqual([502, 'text/html; charset=utf-8', 'close', 'no-store']);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).toContain('HTTP Error 502.5 - ANCM Out-Of-Process Startup Failure');
    expect(text).toContain('no database at &lt;10.0.0.9&gt;');
    expect(text).not.toContain('<exit>');
    expect(text).not.toContain('<script');
  });

  test('is a problem for programs', async () => {
    const { headers, text } = await get(`${await serve(FAILURE)}/orders?since=1`, { Accept: 'application/json' });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(text)).toEqual({
      type: 'about:blank',
      title: FAILURE.title,
      status: 502,
      subStatus: '502.5',
      detail: FAILURE.message,
      instance: '/orders',
      kind: 'startFailed',
      code: 'MEWS3405',
      hint: FAILURE.hint,
      exitCode: 7,
      lastLines: FAILURE.lastLines,
      logFile: FAILURE.logFile,
    });
  });

  test('shows where in the sources it lies, in every form', async () => {
    const location = { file: '/app/src/main.ts', line: 3, column: 5, frame: '> 3 | throw <b>\n    |     ^' };
    const url = await serve({ ...FAILURE, location });
    const page = (await get(url, { Accept: 'text/html' })).text;
    expect(page).toContain('href="vscode://file/app/src/main.ts:3:5">src/main.ts:3:5</a>');
    expect(page).toContain('throw &lt;b&gt;');
    expect(JSON.parse((await get(url, { Accept: 'application/json' })).text)).toMatchObject({ location: { ...location, file: 'src/main.ts' } });
    expect((await get(url, { Accept: 'text/plain' })).text).toContain('src/main.ts:3:5\n\n> 3 | throw <b>');
  });

  test('is text at a prompt', async () => {
    const { text } = await get(await serve(FAILURE), { 'User-Agent': 'curl/8.5.0' });
    expect(text).toContain('HTTP Error 502.5');
    expect(text).toContain('Exit code: 7');
    expect(text).toContain('no database at <10.0.0.9>\ngiving up');
    expect(text).toContain('Log file: /logs/app_1.log');
  });

  test('is its status alone where clients must not know more', async () => {
    const { status, text, headers } = await get(await serve({ ...FAILURE, isDetailed: false }), { Accept: 'text/html' });
    expect([status, text, headers.get('content-length')]).toEqual([502, '', '0']);
  });

  test('that is over soon says when to come again', async () => {
    expect((await get(await serve({ ...FAILURE, status: 503, subStatus: null }))).headers.get('retry-after')).toBe('5');
  });
});

describe('app_offline.htm', () => {
  const page = Buffer.from('<h1>näher</h1>\0');

  test('is given as it is', async () => {
    const response = await fetch(await serve({ kind: 'offline', content: page.toString('base64') }));
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-length')]).toEqual([503, 'text/html', String(page.length)]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(page);
  });

  test('is not sent for HEAD, but measured', async () => {
    const response = await fetch(await serve({ kind: 'offline', content: page.toString('base64') }), { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([503, String(page.length), '']);
  });

  test('that could not be read is an empty answer', async () => {
    const { status, text } = await get(await serve({ kind: 'offline', content: '' }));
    expect([status, text]).toEqual([503, '']);
  });
});

test('each answer is the one that is true then', async () => {
  let answer: ModuleAnswer = FAILURE;
  const url = await serve(() => answer);
  expect((await get(url)).status).toBe(502);
  answer = { kind: 'offline', content: '' };
  expect((await get(url)).status).toBe(503);
});

test('an upgrade, too, is answered, and a long body is not waited for', async () => {
  const url = await serve(FAILURE);
  const upgrade = await RawHttp1Client.connect(Number(new URL(url).port));
  upgrade.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n');
  expect(await upgrade.closed()).toMatch(/^HTTP\/1\.1 502 /);
  const upload = await RawHttp1Client.connect(Number(new URL(url).port));
  upload.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nbeginning');
  expect(await upload.closed()).toMatch(/^HTTP\/1\.1 502 /);
});

test('over HTTP/2 the connection ends with its answers: the client is told to open no more streams', async () => {
  const url = await serve(FAILURE);
  const session = connect(url);
  onTestFinished(() => session.destroy());
  const stream = session.request({ ':path': '/' });
  const goaway = once(session, 'goaway');
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  stream.resume();
  expect(headers[':status']).toBe(502);
  expect((await goaway)[0]).toBe(0);
});

test('HEAD has the headers of the page, and nothing more', async () => {
  const url = await serve(FAILURE);
  const { headers } = await get(url, { Accept: 'text/html' });
  const client = await RawHttp1Client.connect(Number(new URL(url).port));
  client.send('HEAD / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n');
  const answer = await client.closed();
  expect(answer).toMatch(/^HTTP\/1\.1 502 /);
  expect(answer.toLowerCase()).toContain(`content-length: ${headers.get('content-length')}\r\n`);
  expect(answer.indexOf('\r\n\r\n')).toBe(answer.length - 4);
});

test('a second request on the connection has no answer any more', async () => {
  const client = await RawHttp1Client.connect(Number(new URL(await serve({ kind: 'offline', content: '' })).port));
  client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n');
  const answer = await client.closed();
  expect(answer.split('HTTP/1.1 503 ')).toHaveLength(2);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
});

test('a body in pieces that never ends is not waited for', async () => {
  const client = await RawHttp1Client.connect(Number(new URL(await serve(FAILURE)).port));
  client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n');
  expect(await client.closed()).toMatch(/^HTTP\/1\.1 502 /);
});

test.each(['text/html', 'application/json', 'text/plain'])('where clients must not know more, nothing of a failure is told as %s', async (accept) => {
  const location = { file: '/app/src/main.ts', line: 3, column: 5, frame: 'secret' };
  const url = await serve({ ...FAILURE, location, stack: 'Error: secret\n    at /app/src/main.ts:3:5', isDetailed: false });
  const { status, headers, text } = await get(url, { Accept: accept });
  expect([status, text, headers.get('content-security-policy')]).toEqual([502, '', null]);
});

test('over HTTP/2 the answers of all streams that were open come whole before the end', async () => {
  const page = 'x'.repeat(200_000);
  const session = connect(await serve({ kind: 'offline', content: Buffer.from(page).toString('base64') }));
  onTestFinished(() => session.destroy());
  const closed = once(session, 'close');
  const streams = [session.request({ ':path': '/a' }), session.request({ ':path': '/b' })];
  const texts = await Promise.all(streams.map(async (stream) => String(Buffer.concat(await stream.toArray()))));
  expect(texts.map((text) => text === page)).toEqual([true, true]);
  await closed;
});
