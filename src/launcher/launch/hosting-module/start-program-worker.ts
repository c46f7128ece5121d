import { request } from 'node:http';
import { isAppNews } from '../../../foundation/events/is-app-news.ts';
import { ExecutableProcess } from '../executable-process.ts';
import { deathError } from '../death-error.ts';
import { startExecutable } from '../start-executable.ts';
import type { WorkerStart } from './start-node-worker.ts';
import type { PlanBehindModule } from './module-launch.ts';
import { pairedPlan } from './pairing.ts';
import { choosePort } from './choose-port.ts';
import { WorkerOutput } from './worker-output.ts';
import type { Worker } from './worker.ts';

/** Milliseconds for the answer to the word to stop. */
const PATIENCE = 1000;

/** Variables that arguments may name, as the module lets them. */
const PORT_IN_ARGUMENTS = /%(?:ASPNETCORE_PORT|MEWS_PORT|HTTP_PLATFORM_PORT|PORT)%/gi;

/** Starts a program in any language, on a port of its own. Rejects with executableNotFound, notExecutable, spawnFailed, badModulePort, noFreeModulePort. */
export async function startProgramWorker(
  { plan, module, host, activator }: WorkerStart & { readonly plan: PlanBehindModule },
  { token, configuredPort }: { readonly token: string; readonly configuredPort: string | undefined },
): Promise<Worker> {
  const port = await choosePort(configuredPort);
  const paired = pairedPlan(plan, { endpoint: { port, path: undefined }, token });
  const args = plan.args.value.map((argument) => argument.replaceAll(PORT_IN_ARGUMENTS, String(port)));
  const written = new WorkerOutput(host, module);
  const running = await startExecutable({ ...paired, args: { ...plan.args, value: args } }, { executable: plan.executablePath.value ?? '', host, stdin: 'ignore', capture: written.capture });
  written.follow(running);
  const process = new ExecutableProcess({ running, activator, listening: { kind: 'relayed', upstream: { host: '127.0.0.1', port }, addresses: [] } });
  process.onEvent = (event) => isAppNews(event) && event.type !== 'listening' && host.report(event);
  process.launch();
  return {
    process,
    pid: running.pid,
    tail: written.tail,
    logFile: written.logFile,
    crash: () => undefined,
    // A server does not end by itself.
    failureOf: deathError,
    ask: () => askToStop({ port, token, applicationPath: module.applicationPath.value }, () => void running.signal('SIGTERM')),
  };
}

/** As the ASP.NET Core Module does it; a program that does not know the request is sent the signal. */
function askToStop({ port, token, applicationPath }: { readonly port: number; readonly token: string; readonly applicationPath: string }, insist: () => void): void {
  const path = `${applicationPath.replace(/\/+$/, '')}/iisintegration`;
  const headers = { 'MS-ASPNETCORE-EVENT': 'shutdown', 'MS-ASPNETCORE-TOKEN': token, 'Content-Length': '0', Connection: 'close' };
  const asking = request({ host: '127.0.0.1', port, method: 'POST', path, headers, timeout: PATIENCE }, (response) => {
    response.resume();
    if (response.statusCode !== 202) insist();
  });
  asking.on('timeout', () => asking.destroy(new Error('no answer')));
  asking.on('error', insist).end();
}
