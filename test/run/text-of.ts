import { get } from 'node:http';

/** The body of a GET. Never over a connection of an earlier test: each has its own. */
export function textOf(url: string, { host }: { readonly host?: string } = {}): Promise<string> {
  const { hostname, port, pathname, search } = new URL(url);
  return getText({ host: host ?? hostname.replace(/^\[|\]$/g, ''), port, path: `${pathname}${search}` });
}

/** The body of a GET through a unix socket. */
export function textThroughSocket(socketPath: string): Promise<string> {
  return getText({ socketPath, path: '/' });
}

function getText(options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ ...options, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text)).once('error', reject);
    });
    request.once('error', reject);
  });
}
