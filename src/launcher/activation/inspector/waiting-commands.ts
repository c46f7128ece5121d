import type { CdpCommand } from './cdp-message.ts';

/** Commands that wait for a process to carry them out, each for at most `patience` milliseconds. */
export class WaitingCommands {
  readonly #patience: number;
  readonly #onExpired: (command: CdpCommand) => void;
  readonly #timers = new Map<CdpCommand, NodeJS.Timeout>();

  constructor(patience: number, onExpired: (command: CdpCommand) => void) {
    this.#patience = patience;
    this.#onExpired = onExpired;
  }

  add(command: CdpCommand): void {
    const expire = (): void => {
      this.#timers.delete(command);
      this.#onExpired(command);
    };
    this.#timers.set(command, setTimeout(expire, this.#patience).unref());
  }

  /** Those that `wanted` picks, in the order in which they came; they wait no longer. */
  take(wanted: (command: CdpCommand) => boolean = () => true): CdpCommand[] {
    const taken = [...this.#timers.keys()].filter(wanted);
    for (const command of taken) {
      clearTimeout(this.#timers.get(command));
      this.#timers.delete(command);
    }
    return taken;
  }
}
