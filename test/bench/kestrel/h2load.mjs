import { runChild } from './children.mjs';
import { onLoadCore } from './pinning.mjs';

/** `requests` over TLS and HTTP/2, 16 connections with 32 streams each; how many were answered, in which time, and what went wrong. */
export async function h2load({ url, requests }) {
  const { output } = await runChild(onLoadCore(['h2load', '-n', String(requests), '-c', '16', '-m', '32', '-t', '1', '-T', '20', url]));
  const counts = (line) => Object.fromEntries([...line.matchAll(/(\d+) (\w+)/g)].map(([, count, what]) => [what, Number(count)]));
  const asked = counts(/^requests: (.+)$/m.exec(output)?.[1] ?? '');
  const statuses = counts(/^status codes: (.+)$/m.exec(output)?.[1] ?? '');
  const [, time, unit] = /^finished in ([\d.]+)(us|ms|s|m)\b/m.exec(output) ?? [];
  const failures = [];
  if (!/^Application protocol: h2$/m.test(output)) failures.push('the protocol was not h2');
  if (asked.succeeded !== requests || statuses['2xx'] !== requests) failures.push(`${asked.succeeded} of ${requests} requests succeeded, ${statuses['2xx']} with 2xx`);
  return { requests: asked.succeeded ?? 0, seconds: Number(time) * { us: 1e-6, ms: 1e-3, s: 1, m: 60 }[unit], failures };
}
