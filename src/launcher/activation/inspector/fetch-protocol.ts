import { get } from 'node:http';

/** The protocol's description as a process gives it; nothing when it does not answer. `url`: of its inspector's WebSocket. */
export function fetchProtocol(url: string): Promise<string | undefined> {
  const { host } = new URL(url);
  return new Promise((resolve) => {
    const request = get(`http://${host}/json/protocol`, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(response.statusCode === 200 ? text : undefined));
      response.once('error', () => resolve(undefined));
    });
    request.once('error', () => resolve(undefined));
  });
}
