import type { ProcessIdentity } from '../../../foundation/process/process-identity.ts';

/** What a launch says of itself while its app runs: a small file, believed only as far as its process is found. */
export interface Registration {
  /** The mews that launched the app, and that ends it when it is told to. */
  readonly launcher: ProcessIdentity;
  /** `run`, or `watch`. */
  readonly command: string;
  readonly name: string;
  /** The project's folder. */
  readonly project: string;
  readonly profile: string | null;
  /** Where it listens, as bound. */
  readonly urls: readonly string[];
  /** The server; of an Executable profile the program; null where it cannot be told. */
  readonly server: string | null;
  /** Milliseconds since 1970 at which the launch began. */
  readonly since: number;
}

/** The registration in a file's text; undefined for whatever else somebody has put there. */
export function readRegistration(text: string): Registration | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const found = json as Partial<Registration> | null;
  const launcher = found?.launcher;
  const isWhole =
    Number.isInteger(launcher?.pid) &&
    [launcher?.space, launcher?.start, found?.command, found?.name, found?.project, found?.server].every((value) => typeof value === 'string') &&
    (found?.profile === null || typeof found?.profile === 'string') &&
    Array.isArray(found.urls) &&
    found.urls.every((url) => typeof url === 'string') &&
    typeof found.since === 'number';
  return isWhole ? (found as Registration) : undefined;
}
