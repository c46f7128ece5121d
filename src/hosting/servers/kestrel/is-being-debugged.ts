import { createRequire } from 'node:module';

interface Inspector {
  url(): string | undefined;
}

let inspector: Inspector | undefined;

/** Whether a debugger can be attached to this process: Kestrel's time-outs stand still then. Loads the inspector when it is first asked. */
export function isBeingDebugged(): boolean {
  inspector ??= createRequire(import.meta.url)('node:inspector') as Inspector;
  return inspector.url() !== undefined;
}
