import { type CdpEvent, type CdpObject, isObject } from './cdp-message.ts';

/** Breakpoints that name no script of one process: they can be set again in the next one. */
const LASTING = new Set(['Debugger.setBreakpointByUrl', 'Debugger.setInstrumentationBreakpoint']);

interface Breakpoint {
  readonly method: string;
  readonly params: CdpObject;
  /** What the process that is debugged calls it; nothing while there is none. */
  processId: string | undefined;
}

/**
 * The breakpoints of an editor, by the id that the editor knows: the one it was told when it set it. Each process has its own
 * ids for them.
 */
export class Breakpoints {
  readonly #byEditorId = new Map<string, Breakpoint>();
  #invented = 0;

  static isLasting(method: string): boolean {
    return LASTING.has(method);
  }

  /** The process has set it. */
  add(command: { readonly method: string; readonly params: CdpObject }, processId: string): void {
    this.#byEditorId.set(processId, { method: command.method, params: command.params, processId });
  }

  /** No process is there to set it yet: the id that the editor is told. */
  plan(command: { readonly method: string; readonly params: CdpObject }): string {
    const editorId = `mews:${++this.#invented}`;
    this.#byEditorId.set(editorId, { method: command.method, params: command.params, processId: undefined });
    return editorId;
  }

  remove(editorId: string): void {
    this.#byEditorId.delete(editorId);
  }

  clear(): void {
    this.#byEditorId.clear();
  }

  /** Every breakpoint, to be set in a new process, with what to do with the id that it gets there. */
  replay(): { readonly method: string; readonly params: CdpObject; readonly editorId: string; readonly renamed: (processId: string) => void }[] {
    return [...this.#byEditorId].map(([editorId, breakpoint]) => {
      breakpoint.processId = undefined;
      const { method, params } = breakpoint;
      return { method, params, editorId, renamed: (processId) => (breakpoint.processId = processId) };
    });
  }

  /** `params` of a command for the process: its id for the editor's. */
  forProcess(params: CdpObject): CdpObject {
    const processId = this.#byEditorId.get(String(params['breakpointId']))?.processId;
    return processId === undefined || processId === params['breakpointId'] ? params : { ...params, breakpointId: processId };
  }

  /** An event with the editor's ids: the very same object where they are no others than the process's. */
  forEditor(event: CdpEvent): CdpEvent {
    const { breakpointId, hitBreakpoints } = event.params;
    if (event.method === 'Debugger.breakpointResolved') {
      const editorId = this.#editorId(breakpointId);
      return editorId === breakpointId ? event : { ...event, params: { ...event.params, breakpointId: editorId } };
    }
    if (event.method !== 'Debugger.paused' || !Array.isArray(hitBreakpoints)) return event;
    const editorIds = hitBreakpoints.map((id) => this.#editorId(id));
    return editorIds.every((id, at) => id === hitBreakpoints[at]) ? event : { ...event, params: { ...event.params, hitBreakpoints: editorIds } };
  }

  #editorId(processId: unknown): unknown {
    for (const [editorId, breakpoint] of this.#byEditorId) if (breakpoint.processId === processId) return editorId;
    return processId;
  }
}

/** Where a process found that a breakpoint which it has just set already lies: what it otherwise tells by events. */
export function resolvedEvents(editorId: string, { locations }: CdpObject): CdpEvent[] {
  const found = Array.isArray(locations) ? locations.filter(isObject) : [];
  return found.map((location) => ({ method: 'Debugger.breakpointResolved', params: { breakpointId: editorId, location } }));
}
