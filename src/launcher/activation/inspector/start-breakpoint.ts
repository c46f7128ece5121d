import type { CdpEvent } from './cdp-message.ts';
import { ask, type ProcessConnection } from './process-connection.ts';

/** The pause on the first line of a module (`--inspect-brk`): a breakpoint of ours, which is hit once and which the editor does not know. */
export class StartBreakpoint {
  readonly #connection: ProcessConnection;
  #id: unknown;
  #placed: Promise<void> | undefined;

  constructor(connection: ProcessConnection) {
    this.#connection = connection;
  }

  /** Resolves when it is set. A breakpoint of the editor at the same place, which makes it fail, does its work. */
  set(url: string): Promise<void> {
    this.#placed ??= this.#place(url);
    return this.#placed;
  }

  async #place(url: string): Promise<void> {
    const params = { url, lineNumber: 0, columnNumber: 0 };
    const result = await ask(this.#connection, { method: 'Debugger.setBreakpointByUrl', params });
    this.#id = result?.['breakpointId'];
  }

  /** What the editor is told instead of an event of the process: the same, a pause with Node's own words, or nothing. */
  forEditor(event: CdpEvent): CdpEvent | undefined {
    if (this.#id === undefined) return event;
    if (event.method === 'Debugger.breakpointResolved' && event.params['breakpointId'] === this.#id) return undefined;
    const hits: unknown = event.params['hitBreakpoints'];
    if (event.method !== 'Debugger.paused' || !Array.isArray(hits) || !hits.includes(this.#id)) return event;
    const others = hits.filter((id) => id !== this.#id);
    this.#connection.send({ method: 'Debugger.removeBreakpoint', params: { breakpointId: this.#id } }, () => undefined);
    this.#id = undefined;
    return { ...event, params: { ...event.params, reason: 'Break on start', hitBreakpoints: others } };
  }
}
