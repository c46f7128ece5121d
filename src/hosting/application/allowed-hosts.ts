import { domainToASCII } from 'node:url';

/** Names that stand for every host. */
const EVERY_HOST = new Set(['*', '[::]', '0.0.0.0']);
const NOT_ASCII = /[^\0-\x7f]/;
const PORT = /:\d*$/;

/**
 * Hosts that requests may name, as ASP.NET Core's `HostString.MatchesAny` compares them: without regard to ports and case; `*.example.com`
 * is each sub-domain, not the domain itself; Unicode is compared in punycode.
 */
export class AllowedHosts {
  /** True when an entry stands for every host. */
  readonly allowsAll: boolean;
  readonly #names = new Set<string>();
  readonly #suffixes: string[] = [];

  constructor(entries: readonly string[]) {
    this.allowsAll = entries.some((entry) => EVERY_HOST.has(entry));
    for (const entry of entries) {
      const pattern = (NOT_ASCII.test(entry) ? domainToASCII(entry) : entry).toLowerCase();
      if (pattern.startsWith('*.')) this.#suffixes.push(pattern.slice(1));
      else this.#names.add(pattern);
    }
  }

  /** `host` may have a port. */
  matches(host: string): boolean {
    if (this.allowsAll) return true;
    const name = withoutPort(host).toLowerCase();
    return this.#names.has(name) || this.#suffixes.some((suffix) => name.length > suffix.length && name.endsWith(suffix));
  }
}

/** The colons of an IPv6 address lie in brackets. */
function withoutPort(host: string): string {
  return host.endsWith(']') ? host : host.replace(PORT, '');
}
