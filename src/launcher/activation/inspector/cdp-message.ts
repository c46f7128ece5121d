/** Parameters and results: JSON objects that mostly pass through unread. */
export type CdpObject = Readonly<Record<string, unknown>>;

/** What an editor asks: a command of the Chrome DevTools Protocol. */
export interface CdpCommand {
  readonly id: number;
  readonly method: string;
  readonly params: CdpObject;
  /** The child session (a worker) it is for, where those share the connection. */
  readonly sessionId?: string;
}

export interface CdpEvent {
  readonly method: string;
  readonly params: CdpObject;
  readonly sessionId?: string;
}

/** `code` as in JSON-RPC. */
export interface CdpError {
  readonly code: number;
  readonly message: string;
}

export type CdpAnswer = { readonly result: CdpObject } | { readonly error: CdpError };

/** What a process says: the answer to a command, or an event. */
export type ProcessMessage = { readonly id: number; readonly answer: CdpAnswer } | { readonly event: CdpEvent };

/** JSON-RPC's codes for messages that are none, and for the failures of a server. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const SERVER_ERROR = -32_000;

/** A failure that is nobody's mistake. */
export function serverError(message: string): { readonly error: CdpError } {
  return { error: { code: SERVER_ERROR, message } };
}

/** Reads what an editor sent; the error, in V8's words, for what is no command. */
export function readCommand(text: string): CdpCommand | { readonly error: CdpError } {
  const message = parse(text);
  if (!isObject(message)) return { error: { code: PARSE_ERROR, message: 'Message must be a valid JSON' } };
  const { id, method, params, sessionId } = message;
  if (typeof id !== 'number' || !Number.isInteger(id)) return { error: { code: INVALID_REQUEST, message: "Message must have integer 'id' property" } };
  if (typeof method !== 'string') return { error: { code: INVALID_REQUEST, message: "Message must have string 'method' property" } };
  return { id, method, params: toObject(params), ...(typeof sessionId === 'string' && { sessionId }) };
}

/** Reads what a process sent; nothing for what cannot be understood. */
export function readProcessMessage(text: string): ProcessMessage | undefined {
  const message = parse(text);
  if (!isObject(message)) return undefined;
  const { id, method, params, sessionId, error } = message;
  if (typeof id === 'number') return { id, answer: isError(error) ? { error } : { result: toObject(message['result']) } };
  if (typeof method !== 'string') return undefined;
  return { event: { method, params: toObject(params), ...(typeof sessionId === 'string' && { sessionId }) } };
}

export function isObject(value: unknown): value is CdpObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toObject(value: unknown): CdpObject {
  return isObject(value) ? value : {};
}

function isError(value: unknown): value is CdpError {
  return isObject(value) && typeof value['code'] === 'number' && typeof value['message'] === 'string';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
