import { Breakpoints } from './breakpoints.ts';
import type { CdpCommand, CdpObject } from './cdp-message.ts';
import { setupChange } from './setup-change.ts';

export const RUN_IF_WAITING = 'Runtime.runIfWaitingForDebugger';

type SetupCommand = Pick<CdpCommand, 'method' | 'params'>;

/** What an editor has set up, as far as the next process must be told of it. */
export class SessionSetup {
  readonly breakpoints = new Breakpoints();
  /** In the order in which an editor said them first: a setting follows the `enable` of its domain. */
  readonly #commands = new Map<string, SetupCommand>();
  /** What processes answered to commands that have something to say, for when there is none. */
  readonly #answers = new Map<string, CdpObject>();

  /** Whether a command is part of the setup: then it can be answered, and remembered, while there is no process. */
  static has({ method, params, sessionId }: CdpCommand): boolean {
    if (sessionId !== undefined) return false;
    return method === RUN_IF_WAITING || method === 'Debugger.removeBreakpoint' || Breakpoints.isLasting(method) || setupChange(method, params) !== undefined;
  }

  /** A process has carried a command out. */
  accept(command: CdpCommand, result: CdpObject): void {
    const { method, params } = command;
    if (Breakpoints.isLasting(method)) return this.breakpoints.add(command, String(result['breakpointId']));
    if (method.endsWith('.enable')) this.#answers.set(method, result);
    this.#apply(method, params);
  }

  /** The answer to a command of the setup that will be carried out by the next process. */
  promise(command: CdpCommand): CdpObject {
    const { method, params } = command;
    if (method === 'Debugger.setInstrumentationBreakpoint') return { breakpointId: this.breakpoints.plan(command) };
    if (method === 'Debugger.setBreakpointByUrl') return { breakpointId: this.breakpoints.plan(command), locations: [] };
    this.#apply(method, params);
    return this.#answers.get(method) ?? (method === 'Debugger.enable' ? { debuggerId: '(0.0)' } : {});
  }

  isEnabled(domain: string): boolean {
    return this.#commands.has(`${domain}.enable`);
  }

  /** What a new process is told first; the breakpoints come after it. */
  replay(): SetupCommand[] {
    return [...this.#commands.values()];
  }

  #apply(method: string, params: CdpObject): void {
    if (method === 'Debugger.removeBreakpoint') return this.breakpoints.remove(String(params['breakpointId']));
    if (method === 'Debugger.disable') this.breakpoints.clear();
    const change = setupChange(method, params);
    if (!change) return;
    if ('keep' in change) this.#commands.set(change.keep, { method, params });
    else if ('forget' in change) this.#commands.delete(change.forget);
    else for (const key of this.#commands.keys()) if (key.startsWith(change.forgetDomain)) this.#commands.delete(key);
  }
}
