import type { AppEvent, HostSettings } from '../../foundation/events/event.ts';
import type { ProcessExit, RunningProcess } from '../../foundation/process/start-process.ts';
import type { RawHandle } from '../../foundation/transport/raw-handle.ts';

/** How somebody makes way. */
export interface Release {
  /** Milliseconds for what is in flight. */
  readonly deadline: number;
  /** The successor begins when this one has ended: what still comes on old connections is answered here, and else passed on. */
  readonly isAlone: boolean;
}

/** Whoever can take the connections of the public sockets. */
export interface Serving {
  /** The sockets that it can serve, by their ids. */
  readonly held: ReadonlySet<number>;
  /** Connections are its from now on. */
  accept(): void;
  /** Hands a connection over that came in by `socket`. */
  deliver(socket: number, connection: RawHandle): void;
  /** Resolves when another one may accept. */
  release(release: Release): Promise<void>;
}

/** What became of the requests in flight on a process that made way. */
export interface DrainSummary {
  readonly drained: number;
  readonly cut: number;
}

export const NOTHING_DRAINED: DrainSummary = { drained: 0, cut: 0 };

/** A process that serves one version of an app. */
export interface ServedProcess extends Serving {
  readonly running: RunningProcess;
  /** Settles with the end of the process. */
  readonly exited: Promise<ProcessExit>;
  /** Settles when nothing is in flight any more on a process that made way, or when it has ended. */
  readonly drained: Promise<DrainSummary>;
  readonly hasEnded: boolean;
  /** Files of the project that it has read, as far as it tells: absolute paths. */
  readonly filesRead: ReadonlySet<string>;
  /** Likewise, those that it has written itself. */
  readonly filesWritten: ReadonlySet<string>;
  /** Told all that it says. */
  onEvent: (event: AppEvent) => void;
  /** Tells it to begin; a program begins by itself. */
  launch(settings: HostSettings): void;
  /** Resolves when it can serve all of `wanted`, or any where none is wanted; also when it has ended. */
  holds(wanted: ReadonlySet<number>): Promise<void>;
}
