import type { HostCommand } from '../../foundation/events/event.ts';

/** A process without an app that has a part in the hosting module. */
export interface ModuleProcess {
  /** Carries out what the launcher says. */
  obey(command: Extract<HostCommand, { type: 'answer' | 'upstreams' }>): void;
}
