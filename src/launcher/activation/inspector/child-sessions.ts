import { type CdpCommand, type CdpEvent, serverError } from './cdp-message.ts';

/** How each kind of child session is spoken of. */
const ATTACHED = new Map([
  ['NodeWorker.attachedToWorker', 'NodeWorker.detachedFromWorker'],
  ['Target.attachedToTarget', 'Target.detachedFromTarget'],
]);
const DETACHED = new Set(ATTACHED.values());
const EVENTS = new Set([...ATTACHED.keys(), ...DETACHED, 'NodeWorker.receivedMessageFromWorker', 'Target.receivedMessageFromTarget']);
const COMMANDS = new Set(['NodeWorker.sendMessageToWorker', 'NodeWorker.detach', 'Target.sendMessageToTarget', 'Target.detachFromTarget']);

interface ChildSession {
  readonly editorId: string;
  /** The event that says that it has ended. */
  readonly detached: string;
}

/**
 * Sessions with a process's workers. Every process counts them from one: the editor is given ids that come only once, so that a
 * late word for a worker of the last process does not reach one of the next.
 */
export class ChildSessions {
  readonly #byProcessId = new Map<string, ChildSession>();
  readonly #usedIds = new Set<string>();

  /** An event with the editor's ids: the very same object where they are no others than the process's. */
  forEditor(event: CdpEvent): CdpEvent {
    const own = event.sessionId === undefined ? event : withSession(event, this.#editorId(event.sessionId));
    const processId = event.params['sessionId'];
    if (!EVENTS.has(event.method) || typeof processId !== 'string') return own;
    const detached = ATTACHED.get(event.method);
    if (detached !== undefined) this.#byProcessId.set(processId, { editorId: this.#newId(processId), detached });
    const editorId = this.#editorId(processId);
    if (DETACHED.has(event.method)) this.#byProcessId.delete(processId);
    return editorId === processId ? own : { ...own, params: { ...own.params, sessionId: editorId } };
  }

  /** A command with the process's ids; an error when the session it is for has ended. */
  forProcess(command: CdpCommand): CdpCommand | ReturnType<typeof serverError> {
    const { sessionId, params } = command;
    const own = sessionId === undefined ? undefined : this.#processId(sessionId);
    if (sessionId !== undefined && own === undefined) return serverError('Session with given id not found.');
    const addressed = own === undefined ? command : withSession(command, own);
    if (!COMMANDS.has(command.method) || typeof params['sessionId'] !== 'string') return addressed;
    const child = this.#processId(params['sessionId']);
    return child === undefined ? serverError('Session with given id not found.') : { ...addressed, params: { ...params, sessionId: child } };
  }

  /** The process has gone, and with it all of them: what to tell the editor. */
  end(): CdpEvent[] {
    const ended = [...this.#byProcessId.values()].map(({ editorId, detached }) => ({ method: detached, params: { sessionId: editorId } }));
    this.#byProcessId.clear();
    return ended;
  }

  #newId(processId: string): string {
    let id = processId;
    for (let turn = 2; this.#usedIds.has(id); turn++) id = `${processId}.${turn}`;
    this.#usedIds.add(id);
    return id;
  }

  #editorId(processId: string): string {
    return this.#byProcessId.get(processId)?.editorId ?? processId;
  }

  #processId(editorId: string): string | undefined {
    for (const [processId, child] of this.#byProcessId) if (child.editorId === editorId) return processId;
    return undefined;
  }
}

function withSession<T extends { readonly sessionId?: string }>(message: T, sessionId: string): T {
  return message.sessionId === sessionId ? message : { ...message, sessionId };
}
