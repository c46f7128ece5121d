import { pathToFileURL } from 'node:url';

/** The one thing that can be debugged here, as `/json/list` tells of it. It stays the same while processes come and go. */
export interface DebugTarget {
  readonly id: string;
  /** Absolute path of the app's source entry. */
  readonly script: string;
}

/** `host`: name and port by which the front was asked. */
export function webSocketUrl({ id }: DebugTarget, host: string): string {
  return `ws://${host}/${id}`;
}

/** The fields, in the words, of Node's inspector. */
export function describeTarget(target: DebugTarget, host: string): Readonly<Record<string, string>> {
  const frontend = (page: string): string => `devtools://devtools/bundled/${page}.html?experiments=true&v8only=true&ws=${host}/${target.id}`;
  return {
    description: 'node.js instance',
    devtoolsFrontendUrl: frontend('js_app'),
    devtoolsFrontendUrlCompat: frontend('inspector'),
    faviconUrl: 'https://nodejs.org/static/images/favicons/favicon.ico',
    id: target.id,
    title: target.script,
    type: 'node',
    url: pathToFileURL(target.script).href,
    webSocketDebuggerUrl: webSocketUrl(target, host),
  };
}
