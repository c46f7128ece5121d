/** What `writeHead` was given. */
export interface HeadArguments {
  readonly status: number;
  readonly message: string | undefined;
  /** By name in lower case, in order; the name as written, and all its values. */
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly values: readonly string[] }>;
}

/** What `write` or `end` was given. */
export interface BodyArguments {
  readonly octets: Uint8Array;
  readonly done: ((error?: Error | null) => void) | undefined;
}

/** `writeHead(status, message?, fields?)`: the fields as an object, a list of pairs, or a flat list. */
export function readHead([status, second, third]: readonly unknown[]): HeadArguments {
  const fields = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of pairsOf(typeof second === 'string' ? third : (third ?? second))) {
    const values = (Array.isArray(value) ? value : [value]).map(String);
    const known = fields.get(name.toLowerCase());
    if (known) known.values.push(...values);
    else fields.set(name.toLowerCase(), { name, values });
  }
  return { status: Number(status), message: typeof second === 'string' ? second : undefined, fields };
}

/** `write(chunk, encoding?, callback?)` and `end(chunk?, encoding?, callback?)`. Undefined for a chunk that Node will refuse. */
export function readBody(args: readonly unknown[]): BodyArguments | undefined {
  const done = args.find((argument) => typeof argument === 'function') as BodyArguments['done'];
  const [chunk, encoding] = args;
  if (chunk === undefined || chunk === null || chunk === done) return { octets: Buffer.alloc(0), done };
  if (typeof chunk === 'string') return { octets: Buffer.from(chunk, toEncoding(encoding)), done };
  return chunk instanceof Uint8Array ? { octets: chunk, done } : undefined;
}

function pairsOf(fields: unknown): [name: string, value: unknown][] {
  if (typeof fields !== 'object' || fields === null) return [];
  if (!Array.isArray(fields)) return Object.entries(fields);
  if (Array.isArray(fields[0])) return fields.map(([name, value]: [unknown, unknown]) => [String(name), value]);
  const pairs: [string, unknown][] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) pairs.push([String(fields[at]), fields[at + 1]]);
  return pairs;
}

function toEncoding(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}
