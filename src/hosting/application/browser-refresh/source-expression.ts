/** Where a page comes from: `localhost:5000`, as the Host field says. */
export interface PageOrigin {
  readonly scheme: string;
  readonly host: string;
}

const SCHEME = /^([a-z][a-z\d+.-]*):$/i;
const HOST = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[^:/'*]+|\[[^\]]*\])(?::(\d+|\*))?(\/.*)?$/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * Whether a source of a Content-Security-Policy lets a page load `path` of its own origin (CSP Level 3 section 6.7.2). http and
 * https are not told apart: a proxy may have taken the encryption off, and what is let through wrongly the browser still stops.
 */
export function allowsOwnPath(source: string, origin: PageOrigin, path: string): boolean {
  if (source.toLowerCase() === "'self'" || source === '*') return true;
  const [, scheme] = SCHEME.exec(source) ?? [];
  if (scheme !== undefined) return isHttp(scheme);
  const [, ofScheme, host, port, ofPath] = HOST.exec(source) ?? [];
  if (host === undefined || (ofScheme !== undefined && !isHttp(ofScheme))) return false;
  const own = splitHost(origin);
  return matchesName(host, own.name) && matchesPort(port, own.port) && matchesPath(ofPath, path);
}

function isHttp(scheme: string): boolean {
  return /^https?$/i.test(scheme);
}

function splitHost({ scheme, host }: PageOrigin): { readonly name: string; readonly port: string } {
  const [, name = host, port = DEFAULT_PORTS[scheme] ?? ''] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  return { name: name.toLowerCase(), port };
}

function matchesName(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted === '*' || (wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted);
}

/** Without one, the default port of either scheme: of `http://localhost` both 80 and 443. */
function matchesPort(pattern: string | undefined, port: string): boolean {
  return pattern === undefined ? Object.values(DEFAULT_PORTS).includes(port) : pattern === '*' || pattern === port;
}

function matchesPath(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined || pattern === '/') return true;
  return pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern;
}
