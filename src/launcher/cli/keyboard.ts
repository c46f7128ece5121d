/** The keys of a terminal, one by one as they are pressed; the door has one where there is a terminal. */
export interface Keyboard {
  /** Begins to read keys. Ctrl+C is what it always is. */
  listen(onKey: (key: string) => void): void;
  /** Asks mews to stop, as Ctrl+C does. */
  interrupt(): void;
}
