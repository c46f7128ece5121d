import { maskValue } from './mask-secrets.ts';

/** Causes of causes that are shown. */
const DEEPEST = 5;

/**
 * A likeness of what was thrown that can be shown: kind, message, stack, causes, and plain properties. Objects that libraries hang
 * on their errors (requests with their headers, configurations) are left out, and properties that are named like secrets are masked.
 */
export function presentableError(thrown: unknown, depth = 0): Error {
  if (!(thrown instanceof Error)) return new Error(describe(thrown));
  const likeness = new Error(thrown.message);
  Object.setPrototypeOf(likeness, Object.getPrototypeOf(thrown) as object);
  for (const [name, value] of Object.entries(thrown)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') show(likeness, name, maskValue(name, value));
  }
  show(likeness, 'stack', thrown.stack ?? String(thrown));
  if (thrown.name !== likeness.name) show(likeness, 'name', thrown.name);
  if (thrown.cause !== undefined && depth < DEEPEST) show(likeness, 'cause', presentableError(thrown.cause, depth + 1));
  return likeness;
}

/** Also over what a class has as a getter. */
function show(likeness: Error, name: string, value: unknown): void {
  Object.defineProperty(likeness, name, { value, configurable: true, enumerable: name !== 'stack' && name !== 'cause', writable: true });
}

function describe(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown !== 'object' || thrown === null) return `${String(thrown)} was thrown.`;
  return `An object of class ${thrown.constructor?.name ?? 'Object'} was thrown, which is no Error.`;
}
