/** A socket on its way from process to process beside a message: Node's own handle, which nobody on the way looks into. */
export interface SentHandle {
  /** This process's copy; the socket lives as long as somebody has one. */
  close(closed?: () => void): void;
}
