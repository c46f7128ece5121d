import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type library from '@fastify/send';
import type { FileSendResult, SendOptions, SendResult } from '@fastify/send';
import type { HttpContext } from '../../http/http-context.ts';
import { encodeText } from '../encode-path.ts';
import type { StaticFileRules } from './static-file-options.ts';

/** What there is to send: a file, the word that a folder has a default file, or an error about the request's conditions. */
export type Found = { readonly kind: 'file'; readonly result: FileSendResult } | { readonly kind: 'folder' } | { readonly kind: 'refusal'; readonly result: SendResult };

/** Characters with which a path would name something else than a file of that name: streams and drives of Windows. */
const NOT_A_FILE = process.platform === 'win32' ? /[\0:\\]/ : /\0/;
/** Status codes of answers to conditional and range requests; other errors mean that there is no such file. */
const REFUSALS = new Set([412, 416]);

const BYTE_RANGES = /^\s*bytes\s*=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*$/;

/** Thrown for a file that must not be sent: to the client there is none. */
class NotServed extends Error {}

/** Looks for the file of a path below the root, decoded but for `%2F`. Undefined: nothing that is served. */
export async function findFile(context: HttpContext, path: string, rules: StaticFileRules): Promise<Found | undefined> {
  if (NOT_A_FILE.test(path)) return undefined;
  const result = await sendFrom(context, path, rules);
  if (result?.type === 'file') return { kind: 'file', result };
  if (result?.type === 'error' && REFUSALS.has(result.statusCode)) return { kind: 'refusal', result };
  if (result?.type !== 'directory' || rules.defaultFiles.length === 0) return undefined;
  const inside = await sendFrom(context, `${path}/`, rules);
  inside?.stream.destroy();
  return inside?.type === 'file' ? { kind: 'folder' } : undefined;
}

async function sendFrom(context: HttpContext, path: string, rules: StaticFileRules): Promise<SendResult | undefined> {
  const { send, mime } = await load();
  const options: SendOptions = {
    root: rules.root,
    index: rules.defaultFiles.length > 0 ? [...rules.defaultFiles] : false,
    cacheControl: rules.maxAge !== undefined,
    maxAge: (rules.maxAge ?? 0) * 1000,
    onFile: async (file, stat) => {
      if (!stat.isFile()) throw new NotServed();
      if (!rules.serveUnknownFileTypes && mime.getType(file) === null) throw new NotServed();
      if (!(await isInside(file, rules.root))) throw new NotServed();
    },
  };
  try {
    // The library decodes the path. A `%2F` is left in it for a name that has those three characters.
    return await send(asNodeRequest(context) as Parameters<typeof send>[0], path.split('/').map(encodeText).join('/'), options);
  } catch (error) {
    if (error instanceof NotServed) return undefined;
    throw error;
  }
}

/** What the library reads of a request. A range that is none, or of another method than GET, is ignored (RFC 9110 section 14.2). */
function asNodeRequest({ request: { method, headers } }: HttpContext): unknown {
  const fields = Object.fromEntries(Array.from(headers, ([name]) => [name.toLowerCase(), headers.get(name)]));
  if (method !== 'GET' || !BYTE_RANGES.test(fields['range'] ?? '')) delete fields['range'];
  return { method, headers: fields };
}

/** A link must not lead out of the folder that is served, which may itself be a link. */
async function isInside(file: string, root: string): Promise<boolean> {
  const [realFile, realRoot] = await Promise.all([realpath(file), realpath(root)]);
  return realFile.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

let loaded: Promise<typeof library> | undefined;

/** With the first request. */
function load(): Promise<typeof library> {
  loaded ??= import('@fastify/send').then((module) => module.default);
  return loaded;
}
