import type { CdpObject } from './cdp-message.ts';

/** What a command does to the setup of a session: it is to be said again to the next process, or takes back what was said. */
export type SetupChange =
  /** One command is kept for each key: the last. */
  | { readonly keep: string }
  | { readonly forget: string }
  /** Everything whose key begins with it. */
  | { readonly forgetDomain: string };

/** Commands that set something; said again, the new value takes the place of the old one. */
const SETTINGS = new Set([
  'Debugger.setAsyncCallStackDepth',
  'Debugger.setBlackboxPatterns',
  'Debugger.setBreakpointsActive',
  'Debugger.setPauseOnExceptions',
  'Debugger.setSkipAllPauses',
  'Profiler.setSamplingInterval',
  'Runtime.setAsyncCallStackDepth',
  'Runtime.setCustomObjectFormatterEnabled',
  'Runtime.setMaxCallStackSizeToCapture',
  'Target.setAutoAttach',
  'Target.setDiscoverTargets',
]);

/** What is being recorded goes on in the next process: otherwise the command that ends it would fail there. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['HeapProfiler.stopSampling', 'HeapProfiler.startSampling'],
  ['HeapProfiler.stopTrackingHeapObjects', 'HeapProfiler.startTrackingHeapObjects'],
  ['NodeTracing.stop', 'NodeTracing.start'],
  ['Profiler.stop', 'Profiler.start'],
  ['Profiler.stopPreciseCoverage', 'Profiler.startPreciseCoverage'],
]);
const BEGINS = new Set(ENDS.values());

/** The change a command makes once it has succeeded; nothing for commands that only ask or act. */
export function setupChange(method: string, params: CdpObject): SetupChange | undefined {
  const [domain = '', name] = method.split('.');
  if (name === 'enable' || SETTINGS.has(method) || BEGINS.has(method)) return { keep: method };
  if (name === 'disable') return { forgetDomain: `${domain}.` };
  const begun = ENDS.get(method);
  if (begun !== undefined) return { forget: begun };
  // A binding for one execution context ends with it.
  if (method === 'Runtime.addBinding' && params['executionContextId'] === undefined) return { keep: bindingKey(params) };
  if (method === 'Runtime.removeBinding') return { forget: bindingKey(params) };
  return undefined;
}

function bindingKey({ name }: CdpObject): string {
  return `Runtime.addBinding ${String(name)}`;
}
