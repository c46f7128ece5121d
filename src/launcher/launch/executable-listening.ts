import { formatBindingAddress } from '../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * How the program of an Executable profile gets its connections. `relayed`: it listens on a port that only we know, given to it
 * as PORT and in the URL variables. `inherited`: by LISTEN_FDS. `own`: it listens where it likes, and we only look where.
 */
export type ExecutableListening =
  | { readonly kind: 'relayed'; readonly upstream: HostAndPort; readonly addresses: readonly string[] }
  | { readonly kind: 'inherited' }
  | { readonly kind: 'own'; readonly wanted: readonly HostAndPort[] };

/**
 * Decides by the plan: a relay needs an address that somebody wrote down, and a program that can be told another one; one whose
 * arguments name the port cannot. `freePort` is asked for only where it is needed. Sockets of files are the program's own.
 */
export function decideListening({ urls, listen, args }: Pick<LaunchPlan, 'urls' | 'listen' | 'args'>, freePort: number): ExecutableListening {
  const written = urls.filter(({ isDefault }) => !isDefault).map(({ value, from }) => parseBindingAddress(value, from));
  const tcp = written.filter(({ kind }) => kind !== 'unix' && kind !== 'pipe');
  if (listen.value === 'inherit' && written.length > 0) return { kind: 'inherited' };
  const isNamed = tcp.some(({ port }) => args.value.some((argument) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(argument)));
  if (listen.value === 'app' || isNamed || tcp.length === 0 || tcp.some(({ scheme }) => scheme === 'https')) {
    return { kind: 'own', wanted: tcp.map(({ host, port }) => ({ host, port })) };
  }
  return { kind: 'relayed', upstream: { host: '127.0.0.1', port: freePort }, addresses: tcp.map(formatBindingAddress) };
}

/** What a program behind the relay reads its address from. */
export function relayedEnvironment({ host, port }: HostAndPort): Readonly<Record<string, string>> {
  const url = `http://${host}:${port}`;
  return { PORT: String(port), ASPNETCORE_PORT: String(port), MEWS_PORT: String(port), HOST: host, MEWS_URLS: url, ASPNETCORE_URLS: url, DOTNET_URLS: url };
}
