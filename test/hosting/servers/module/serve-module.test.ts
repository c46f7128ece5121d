import { describe, expect, onTestFinished, test } from 'vitest';
import type { AnswerSettings, FrontSettings, ModuleAnswer } from '../../../../src/foundation/events/module-settings.ts';
import type { ServerConfiguration } from '../../../../src/hosting/application/host.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serveModule, type ServedModule } from '../../../../src/hosting/servers/module/serve-module.ts';
import { answerAll, ok, startRawBackend, type RawRequest } from '../../../support/raw-backend.ts';
import { serverOptions } from '../../../support/start-server.ts';

const FRONT: FrontSettings = { role: 'front', applicationPath: '/', token: 'secret', upstreams: [], requestTimeout: 120_000, isDetailed: true, isWatched: false };
const offline = (text: string): ModuleAnswer => ({ kind: 'offline', content: Buffer.from(text).toString('base64') });

async function serve(settings: FrontSettings | AnswerSettings): Promise<ServedModule & { readonly url: string; readonly configurations: ServerConfiguration[] }> {
  const configurations: ServerConfiguration[] = [];
  const createServer = async (configuration: ServerConfiguration): Promise<KestrelServer> => {
    configurations.push(configuration);
    return new KestrelServer({ ...serverOptions(), ...configuration });
  };
  const served = await serveModule(settings, { createServer, root: '/app' });
  onTestFinished(async () => {
    served.module.obey({ type: 'upstreams', upstreams: [] });
    await served.running.stop(0);
  });
  return { ...served, url: served.running.addresses[0] ?? '', configurations };
}

async function backend(fields = ''): Promise<{ readonly port: number; readonly asked: RawRequest[] }> {
  const asked: RawRequest[] = [];
  const { address } = await startRawBackend((peer) => void answerAll(peer, (request) => {
    asked.push(request);
    return ok('app', fields);
  }));
  return { port: 'port' in address ? address.port : 0, asked };
}

const get = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { ...init, headers: { Connection: 'close', ...init.headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the process in front', () => {
  test('has no Server header of its own, and gives the app\'s on', async () => {
    const [silent, named] = [await backend(), await backend('Server: theirs\r\n')];
    const { url, module } = await serve({ ...FRONT, upstreams: [{ place: { port: silent.port }, isStarting: false }] });
    expect((await get(url)).headers.get('server')).toBe(null);
    module.obey({ type: 'upstreams', upstreams: [{ place: { port: named.port }, isStarting: false }] });
    expect((await get(url)).headers.get('server')).toBe('theirs');
  });

  test('has no limit of bodies, for that is the app\'s business', async () => {
    const { configurations } = await serve(FRONT);
    expect(configurations).toHaveLength(1);
    expect(configurations[0]?.kestrel?.limits.maxRequestBodySize).toBe(null);
  });

  test('goes where it is led, and not by words that are for others', async () => {
    const { port, asked } = await backend();
    const { url, module } = await serve(FRONT);
    expect((await get(url)).status).toBe(503);
    module.obey({ type: 'answer', answer: offline('not for the front') });
    expect((await get(url)).text).not.toContain('not for the front');
    module.obey({ type: 'upstreams', upstreams: [{ place: { port }, isStarting: false }] });
    expect((await get(url)).text).toBe('app');
    expect(asked[0]?.headers['ms-aspnetcore-token']).toBe('secret');
  });
});

describe('the process that answers in the place of an app', () => {
  test('gives what it was told last', async () => {
    const { url, module } = await serve({ role: 'answers', answer: offline('first') });
    expect(await get(url)).toMatchObject({ status: 503, text: 'first' });
    module.obey({ type: 'answer', answer: offline('second') });
    module.obey({ type: 'upstreams', upstreams: [] });
    expect(await get(url)).toMatchObject({ status: 503, text: 'second' });
  });

  test('has no Server header', async () => {
    const { url } = await serve({ role: 'answers', answer: offline('') });
    expect((await get(url)).headers.get('server')).toBe(null);
  });
});
