import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ServerFactory } from '../../../src/hosting/application/server.ts';
import { ServerAddressesFeature } from '../../../src/hosting/application/server-addresses-feature.ts';
import type { HttpContext } from '../../../src/hosting/http/http-context.ts';
import { serverOptions, startServer, toApplication } from '../../support/start-server.ts';

/** A promise and the means to settle it. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** What every kind of server does, whatever stands behind it. */
export function describeServerContract(name: string, factory: ServerFactory): void {
  describe(`${name} keeps the contract of servers`, () => {
    const start = async (delegate: (context: HttpContext) => unknown, options = serverOptions()) => {
      const server = await factory(options);
      const url = await startServer(server, toApplication(async (context) => void (await delegate(context))));
      return { server, url, options };
    };

    test('it tells the addresses asked for before the start, and the bound ones after it', async () => {
      const server = await factory(serverOptions('http://127.0.0.1:0'));
      expect(server.features.get(ServerAddressesFeature)?.addresses).toEqual(['http://127.0.0.1:0']);
      const url = await startServer(server, toApplication(() => {}));
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    });

    test('it refuses a second start', async () => {
      const { server } = await start(() => {});
      await expect(server.start(toApplication(() => {}))).rejects.toThrow('Server has already started.');
    });

    test('it fails on a taken address', async () => {
      const { url } = await start(() => {});
      const second = await factory(serverOptions(url));
      await expect(second.start(toApplication(() => {}))).rejects.toThrow('address already in use');
    });

    test('it hands over method, path, query, headers and body, and sends status, headers and body', async () => {
      const { url } = await start(async ({ request, response }) => {
        response.statusCode = 201;
        response.headers.append('Set-Cookie', 'a=1');
        response.headers.append('Set-Cookie', 'b=2');
        const { method, path, queryString, scheme, protocol, host } = request;
        await response.json({ method, path, queryString, scheme, protocol, host, x: request.headers.get('X-Y'), body: await request.text() });
      });
      const answer = await fetch(`${url}/a%20b?c=d`, { method: 'POST', body: 'hello', headers: { 'x-y': 'z' } });
      expect(answer.status).toBe(201);
      expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
      const host = new URL(url).host;
      expect(await answer.json()).toEqual({ method: 'POST', path: '/a%20b', queryString: '?c=d', scheme: 'http', protocol: 'HTTP/1.1', host, x: 'z', body: 'hello' });
    });

    test('an app that writes nothing answers 200 and no body', async () => {
      const { url } = await start(() => {});
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '0', '']);
    });

    test('a body may come in pieces', async () => {
      const { url } = await start(async ({ response }) => {
        for (const piece of ['a', 'b', 'c']) await response.write(piece);
      });
      expect(await (await fetch(url)).text()).toBe('abc');
    });

    test('onStarting and onCompleted run last registered first, around the response', async () => {
      const order: string[] = [];
      const completed = gate();
      const { url } = await start(async ({ response }) => {
        response.onCompleted(() => completed.open());
        response.onCompleted(() => void order.push('completed'));
        response.onStarting(() => void order.push('first'));
        response.onStarting(() => response.headers.set('X-Late', 'yes'));
        response.onStarting(() => void order.push('last'));
        await response.write('x');
        order.push('written');
        expect(() => response.onStarting(() => {})).toThrow('already started');
        expect(() => (response.statusCode = 500)).toThrow('already started');
        expect(() => response.headers.set('X', 'y')).toThrow('already started');
      });
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('x-late')]).toEqual([200, 'yes']);
      await completed.opened;
      expect(order).toEqual(['last', 'first', 'written', 'completed']);
    });

    test('an app that fails before the response has started is answered for with an empty 500, and logged', async () => {
      const { url, options } = await start(({ response }) => {
        response.headers.set('X-Secret', 'half done');
        throw new Error('oh no');
      });
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('content-length'), answer.headers.get('x-secret')]).toEqual([500, '0', null]);
      expect(options.errors).toEqual([new Error('oh no')]);
    });

    test('an app that fails later cuts the connection', async () => {
      const { url } = await start(async ({ response }) => {
        await response.write('half');
        throw new Error('oh no');
      });
      await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
    });

    test('requestAborted fires when the client goes away', async () => {
      const began = gate();
      const aborted = gate();
      const { url } = await start(async (context) => {
        context.requestAborted.addEventListener('abort', aborted.open);
        began.open();
        await aborted.opened;
      });
      const client = new AbortController();
      const answer = fetch(url, { signal: client.signal });
      await began.opened;
      client.abort();
      await expect(answer).rejects.toThrow();
      await aborted.opened;
    });

    test('each request has a trace identifier of its own', async () => {
      const seen = new Set<string>();
      const { url } = await start((context) => void seen.add(context.traceIdentifier));
      for (let request = 0; request < 3; request++) await (await fetch(url)).text();
      expect(seen.size).toBe(3);
      for (const identifier of seen) expect(identifier).toMatch(/^[0-9A-Z]+:[0-9A-F]{8}$/);
    });

    test('disposeContext is called once, with the error of the app', async () => {
      const disposed: unknown[] = [];
      const disposal = gate();
      const server = await factory(serverOptions());
      const url = await startServer(server, {
        createContext: () => 'context',
        processRequest: () => Promise.reject(new Error('oh no')),
        disposeContext: (context, error) => {
          disposed.push(context, error);
          disposal.open();
        },
      });
      await fetch(url);
      await disposal.opened;
      expect(disposed).toEqual(['context', new Error('oh no')]);
    });

    test('stop refuses new connections, lets the request in flight finish, and closes idle connections', async () => {
      const began = gate();
      const finish = gate();
      const { server, url } = await start(async ({ request, response }) => {
        if (request.path !== '/slow') return;
        began.open();
        await finish.opened;
        await response.text('whole');
      });
      const idle = connect(Number(new URL(url).port), '127.0.0.1');
      idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(idle, 'data');
      const answer = fetch(`${url}/slow`);
      await began.opened;
      const stopped = server.stop(60_000);
      await once(idle, 'close');
      const late = connect(Number(new URL(url).port), '127.0.0.1');
      await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      finish.open();
      expect((await answer).headers.get('connection')).toBe('close');
      expect(await (await answer).text()).toBe('whole');
      await stopped;
    });

    test('stop cuts at the deadline what is left, and its calls share one promise', async () => {
      const began = gate();
      const { server, url } = await start(async () => {
        began.open();
        await new Promise(() => {});
      });
      const answer = fetch(url);
      await began.opened;
      const stopped = server.stop(20);
      expect(server.stop(60_000)).toBe(stopped);
      await Promise.all([stopped, expect(answer).rejects.toThrow()]);
    });

    test('stop before the start is no error', async () => {
      const server = await factory(serverOptions());
      await server.stop(10);
    });
  });
}
