import { type CdpAnswer, type CdpCommand, type CdpEvent, type CdpObject, isObject, readCommand, serverError } from './cdp-message.ts';
import { resolvedEvents } from './breakpoints.ts';
import { ChildSessions } from './child-sessions.ts';
import { CountedIds } from './counted-ids.ts';
import type { InspectedProcess } from './inspected-process.ts';
import { ask, connectProcess, type ProcessConnection } from './process-connection.ts';
import { RUN_IF_WAITING, SessionSetup } from './session-setup.ts';
import { StartBreakpoint } from './start-breakpoint.ts';
import { WaitingCommands } from './waiting-commands.ts';

/** The editor's end: a WebSocket, in the process of mews. `wantsMore` is called when it has read what was sent. */
export interface EditorEnd {
  /** False when the editor reads slowly: `wantsMore` tells when to go on. */
  send(text: string, wantsMore: () => void): boolean;
}

/** A process that is there, and what belongs to this session in it. */
interface Visit {
  readonly process: InspectedProcess;
  readonly connection: ProcessConnection;
  readonly startBreakpoint: StartBreakpoint;
  readonly defaultContexts: Set<unknown>;
  isPaused: boolean;
  /** The setup has been said to it: what the editor says goes straight through. */
  isReady: boolean;
}

const GONE = serverError('The process ended, or was replaced by a new version, before it answered.');
/** Otherwise a process that has nothing else to tell us would wait for us at its end, and we would not know. */
const NOTIFY_AT_END = { method: 'NodeRuntime.notifyWhenWaitingForDisconnect', params: { enabled: true } };
const NO_PROCESS = serverError('There is no process to ask: the app is not running.');

/**
 * The session of one editor, which outlives the processes that it looks into. What the editor has set up is said to each new
 * process before that loads the app, and the editor sees the change as a page that was loaded anew: contexts are cleared, and
 * new ones come. It is never told that a process ends: it would take that for the end of the session.
 */
export class EditorSession {
  readonly #editor: EditorEnd;
  readonly #setup = new SessionSetup();
  readonly #children = new ChildSessions();
  readonly #ids = new CountedIds();
  readonly #waiting: WaitingCommands;
  #visit: Visit | undefined;
  /** The process that a connection is being made to. */
  #joining: InspectedProcess | undefined;
  #wantsToRun = false;

  /** `patience`: milliseconds that commands wait for a process. */
  constructor(editor: EditorEnd, { patience }: { readonly patience: number }) {
    this.#editor = editor;
    this.#waiting = new WaitingCommands(patience, (command) => this.#answer(command, NO_PROCESS));
  }

  /** A message of the editor. */
  receive(text: string): void {
    const command = readCommand(text);
    if ('error' in command) return this.#say(command);
    // The end of a process is for us to know.
    if (command.method === NOTIFY_AT_END.method && command.sessionId === undefined) this.#answer(command, { result: {} });
    else if (this.#visit?.isReady) this.#pass(command, this.#visit);
    else if (this.#joining || this.#visit || !SessionSetup.has(command)) this.#waiting.add(command);
    else this.#promise(command);
  }

  /** Turns to a process. Resolves when all that was set up is set up there, or when there is nothing (any more) to turn to. */
  async join(process: InspectedProcess): Promise<void> {
    this.leave();
    this.#joining = process;
    const connection = await connectProcess(process.url, {
      onEvent: (event, text) => this.#hear(event, text),
      onEnd: () => this.#lose(process),
    });
    if (this.#joining !== process) return connection?.close();
    if (!connection) return this.#lose(process);
    this.#joining = undefined;
    const visit = { process, connection, startBreakpoint: new StartBreakpoint(connection), defaultContexts: new Set(), isPaused: false, isReady: false };
    this.#visit = visit;
    await this.#replay(connection);
    if (this.#visit !== visit) return;
    visit.isReady = true;
    for (const command of this.#waiting.take()) this.#pass(command, visit);
    // The answer means that what was passed on has been carried out, too.
    await ask(connection, NOTIFY_AT_END);
    if (this.#wantsToRun) await release(visit);
  }

  /** Turns away from the process, which goes on by itself. */
  leave(): void {
    const visit = this.#visit;
    this.#joining = undefined;
    this.#visit = undefined;
    if (!visit) return;
    visit.connection.close();
    if (visit.isPaused) this.#say({ method: 'Debugger.resumed', params: {} });
    for (const ended of this.#children.end()) this.#say(ended);
    if (this.#setup.isEnabled('Runtime')) this.#say({ method: 'Runtime.executionContextsCleared', params: {} });
    this.#ids.startAnew();
  }

  /** The editor has gone. */
  end(): void {
    this.leave();
    this.#waiting.take();
  }

  /** The process has ended, or could not be reached: what is only setup is settled without it. */
  #lose(process: InspectedProcess): void {
    process.release();
    this.leave();
    for (const command of this.#waiting.take(SessionSetup.has)) this.#promise(command);
  }

  async #replay(connection: ProcessConnection): Promise<void> {
    const asked = [NOTIFY_AT_END, ...this.#setup.replay()].map((command) => ask(connection, command));
    const set = this.#setup.breakpoints.replay().map(({ method, params, editorId, renamed }) => {
      const isSet = (result: CdpObject): void => {
        renamed(String(result['breakpointId']));
        for (const event of resolvedEvents(editorId, result)) this.#say(this.#ids.eventForEditor(event));
      };
      return new Promise<void>((resolve) => {
        connection.send({ method, params }, (answer) => resolve(answer && 'result' in answer ? isSet(answer.result) : undefined));
      });
    });
    await Promise.all([...asked, ...set]);
  }

  #promise(command: CdpCommand): void {
    if (command.method === RUN_IF_WAITING) this.#wantsToRun = true;
    this.#answer(command, { result: this.#setup.promise(command) });
  }

  #pass(command: CdpCommand, visit: Visit): void {
    const addressed = this.#forProcess(command);
    if ('error' in addressed) return this.#answer(command, addressed);
    if (addressed.sessionId === undefined && addressed.method === RUN_IF_WAITING) {
      this.#wantsToRun = true;
      void release(visit);
    }
    visit.connection.send(addressed, (answer) => this.#answered(command, answer));
  }

  /** A command as the process must hear it: with its own ids. */
  #forProcess(command: CdpCommand): Omit<CdpCommand, 'id'> | ReturnType<typeof serverError> {
    const addressed = this.#children.forProcess(command);
    if ('error' in addressed) return addressed;
    const { method, params, sessionId } = addressed;
    if (sessionId !== undefined) return { method, params, sessionId };
    const counted = this.#ids.forProcess(method === 'Debugger.removeBreakpoint' ? this.#setup.breakpoints.forProcess(params) : params);
    return 'error' in counted ? counted : { method, ...counted };
  }

  /** A part of the setup that the process did not live to answer is for the next one. */
  #answered(command: CdpCommand, answer: CdpAnswer | undefined): void {
    if (!answer) return SessionSetup.has(command) ? this.#waiting.add(command) : this.#answer(command, GONE);
    if ('error' in answer || command.sessionId !== undefined) return this.#answer(command, answer);
    this.#setup.accept(command, answer.result);
    this.#answer(command, { result: this.#ids.resultForEditor(answer.result) });
  }

  #hear(event: CdpEvent, text: string): void {
    const visit = this.#visit;
    if (!visit) return;
    const isOwn = event.sessionId === undefined;
    if (isOwn && saysItEnds(event, visit)) return this.#lose(visit.process);
    const told = isOwn ? visit.startBreakpoint.forEditor(event) : event;
    if (!told) return;
    const named = this.#children.forEditor(told);
    const translated = isOwn ? this.#ids.eventForEditor(this.#setup.breakpoints.forEditor(named)) : named;
    this.#send(translated === event ? text : JSON.stringify(translated));
  }

  #answer({ id, sessionId }: CdpCommand, answer: CdpAnswer): void {
    this.#say({ id, ...answer, ...(sessionId !== undefined && { sessionId }) });
  }

  #say(message: object): void {
    this.#send(JSON.stringify(message));
  }

  #send(text: string): void {
    const connection = this.#visit?.connection;
    if (!this.#editor.send(text, () => connection?.resume())) connection?.pause();
  }
}

/** A process that was held back until its editor lets it run is not any longer; it will break on its first line. */
async function release({ process, startBreakpoint }: Visit): Promise<void> {
  if (!process.isHeld || process.breakIn === undefined) return;
  await startBreakpoint.set(process.breakIn);
  process.release();
}

/** Keeps account of what is to be taken back when the process goes, and tells when it does: it waits for its debuggers then. */
function saysItEnds({ method, params }: CdpEvent, visit: Visit): boolean {
  const { context, executionContextId } = params;
  if (method === 'Debugger.paused' || method === 'Debugger.resumed') visit.isPaused = method === 'Debugger.paused';
  if (method === 'Runtime.executionContextCreated' && isObject(context) && isDefault(context)) visit.defaultContexts.add(context['id']);
  if (method === 'Runtime.executionContextDestroyed') return visit.defaultContexts.has(executionContextId);
  return method === 'NodeRuntime.waitingForDisconnect';
}

function isDefault({ auxData }: CdpObject): boolean {
  return isObject(auxData) && auxData['isDefault'] === true;
}
