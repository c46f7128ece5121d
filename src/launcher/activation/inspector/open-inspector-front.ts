import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BindingAddress } from '../../../foundation/addresses/binding-address.ts';
import type { MewsEvent } from '../../../foundation/events/event.ts';
import { describePortHolder } from '../../../foundation/process/port-holder.ts';
import { bindListeningSockets } from '../../../foundation/transport/listening-sockets.ts';
import { acceptEditors } from './accept-editors.ts';
import { answerDiscovery } from './answer-discovery.ts';
import { webSocketUrl } from './debug-target.ts';
import type { EditorSession } from './editor-session.ts';
import { fetchProtocol } from './fetch-protocol.ts';
import { InspectedProcess } from './inspected-process.ts';

/** Milliseconds that a command waits for a process before it is told that there is none. */
const PATIENCE = 5000;

export interface InspectorFrontOptions {
  /** Default `127.0.0.1`. Whoever reaches it can run code: any other than a loopback address is worth a warning, and gets one. */
  readonly host?: string;
  /** Default 9229; 0 takes a free one. */
  readonly port?: number;
  /** Absolute path of the app's source entry: the title under which an editor lists it. */
  readonly script: string;
  readonly report: (event: MewsEvent) => void;
  /** Milliseconds that an editor's commands wait for a process, default 5000. */
  readonly patience?: number;
}

export interface FollowOptions {
  /**
   * File URL of the built entry: break on its first line (`--inspect-brk`). The process is then held until an editor is attached
   * and has said that it may run.
   */
  readonly breakIn?: string;
  /** Aborted: wait no longer. */
  readonly signal?: AbortSignal;
}

/** The one address that editors attach to, whichever process is debugged. */
export interface InspectorFront {
  /** Host and port: `127.0.0.1:9229`. */
  readonly address: string;
  /** Where editors attach: `ws://127.0.0.1:9229/<uuid>`. */
  readonly url: string;
  /**
   * From now on the process whose inspector is at `processUrl` is debugged, and the last one goes on by itself; a pause of that
   * one ends. To be called before the process loads the app: when it resolves, breakpoints lie where they will be hit. Costs
   * nothing while no editor is attached. Never rejects: for a process that has ended, has been superseded by a later call, or whose
   * `signal` is aborted there is nothing to wait for.
   */
  follow(processUrl: string, options?: FollowOptions): Promise<void>;
  /** Ends every session and frees the port. Idempotent. */
  close(): Promise<void>;
}

/** Opens the front. Errors: addressInUse, bindFailed. */
export async function openInspectorFront(options: InspectorFrontOptions): Promise<InspectorFront> {
  const { host = '127.0.0.1', port = 9229, patience = PATIENCE, report } = options;
  const target = { id: randomUUID(), script: options.script };
  let current: InspectedProcess | undefined;
  let protocol: Promise<string | undefined> = Promise.resolve(undefined);
  const editors = acceptEditors({ targetId: target.id, patience, onAttached: (session) => void (current && session.join(current)) });
  const sockets = new Set<Socket>();
  const server = createServer({ requireHostHeader: false }, (request, response) => void answerDiscovery(request, response, { target, host: address, protocol: readProtocol }));
  server.on('upgrade', editors.accept);
  const bound = await bindListeningSockets({
    addresses: [bindingAddress(host, port)],
    onConnection: (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      server.emit('connection', socket);
    },
    describeHolder: describePortHolder,
  });
  const address = (bound.addresses[0] ?? '').replace('http://', '');
  const url = webSocketUrl(target, address);
  report({ type: 'note', text: `Debugger listening on ${url}` });
  if (!isLoopback(host)) report({ type: 'warning', text: `The debugger listens on ${address}: whoever can reach that address can run code as you.` });

  /** Of the process that is debugged, or of the last one that told: it is the same for all of them. */
  async function readProtocol(): Promise<string | undefined> {
    if ((await protocol) === undefined && current) protocol = fetchProtocol(current.url);
    return protocol;
  }
  return {
    address,
    url,
    follow: async (processUrl, { breakIn, signal } = {}) => {
      current?.release();
      const process = new InspectedProcess(processUrl, breakIn === undefined ? undefined : realUrl(breakIn));
      current = process;
      await unlessAborted(joinAll(editors.sessions, process), signal);
      process.release();
    },
    close: async () => {
      current?.release();
      editors.close();
      const closed = bound.close();
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
}

/** Every editor turns to the process; one that is held back waits until one of them lets it run. */
async function joinAll(sessions: ReadonlySet<EditorSession>, process: InspectedProcess): Promise<void> {
  await Promise.all([...sessions].map((session) => session.join(process)));
  await process.released;
}

function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      signal?.removeEventListener('abort', settle);
      resolve();
    };
    signal?.addEventListener('abort', settle);
    if (signal?.aborted) settle();
    void work.then(settle);
  });
}

/** A name is resolved, and only what it stands for is bound. */
function bindingAddress(host: string, port: number): BindingAddress {
  const kind = host === 'localhost' ? 'localhost' : host === '0.0.0.0' || host === '::' ? 'any' : 'ip';
  return { scheme: 'http', kind, host, port, namedHost: false };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Node runs the file that a link points to. */
function realUrl(file: string): string {
  try {
    return pathToFileURL(realpathSync(fileURLToPath(file))).href;
  } catch {
    return file;
  }
}
