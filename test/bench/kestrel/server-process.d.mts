/** A server to be started: servers/<file>.mjs, in a process of its own. */
export interface ServerToStart {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
}
