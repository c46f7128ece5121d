import { existsSync, realpathSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

type Fork = (modulePath: string | URL, ...rest: unknown[]) => unknown;
type NewWorker = new (filename: string | URL, ...rest: unknown[]) => object;

/**
 * An app may start itself again: `cluster.fork()`, `fork(__filename)`, `new Worker(new URL(import.meta.url))`. It names
 * its source, as all of it does; what Node can run is the build of that source, and so that is started.
 * `source` and `built` are absolute paths.
 */
export function startBuildForSource(source: string, built: string): void {
  const sources = new Set([source, existsSync(source) ? realpathSync(source) : source]);
  const toBuilt = <T extends string | URL>(file: T): T | string => (sources.has(pathOf(file) ?? '') ? built : file);
  const childProcess = process.getBuiltinModule('node:child_process') as unknown as { fork: Fork };
  const workerThreads = process.getBuiltinModule('node:worker_threads') as unknown as { Worker: NewWorker };
  const { fork } = childProcess;
  const { Worker } = workerThreads;
  // node:cluster takes this one when it is loaded.
  childProcess.fork = (modulePath, ...rest) => fork(toBuilt(modulePath), ...rest);
  workerThreads.Worker = class extends Worker {
    static override readonly name = 'Worker';
    constructor(filename: string | URL, ...rest: unknown[]) {
      super(toBuilt(filename), ...rest);
    }
  };
  syncBuiltinESMExports();
}

function pathOf(file: string | URL): string | undefined {
  if (typeof file === 'string') return resolve(file);
  return file instanceof URL && file.protocol === 'file:' ? fileURLToPath(file) : undefined;
}
