import { fileURLToPath } from 'node:url';
import { runChild } from './children.mjs';
import { onLoadCore } from './pinning.mjs';
import { rawRequest } from './request.mjs';

const script = fileURLToPath(new URL('./load/request.lua', import.meta.url));

/** Keep-alive connections of every load by wrk. */
const CONNECTIONS = 64;

/** Loads `url` with `request` for `seconds`; how many were answered, in which time, how busy wrk was (1: all the time), and what went wrong. */
export async function wrk({ url, request, seconds }) {
  // wrk knows whole seconds only, but stops at SIGINT and reports what it has.
  const longest = String(Math.ceil(seconds) + 1);
  const command = onLoadCore(['wrk', '-t', '1', '-c', String(CONNECTIONS), '-d', longest, '--timeout', '5s', '-s', script, url]);
  const env = { ...process.env, REQUEST: rawRequest(request, new URL(url).host) };
  const { output, cpu } = await runChild(command, { env, after: seconds * 1000 });
  const { requests, microseconds, ...errors } = JSON.parse(output.trim().split('\n').at(-1));
  return { requests, seconds: microseconds / 1e6, loadBusy: cpu / seconds, failures: problems(errors) };
}

function problems(errors) {
  return Object.entries(errors).filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind} errors`);
}
