/** A request that was read to its end: one character an octet. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly body: string;
}

/** Something that reads requests: given what comes on one connection, cut at `splits`, it tells the requests that came whole. */
export type Subject = (bytes: Buffer, splits: readonly number[]) => Promise<{ readonly requests: readonly SeenRequest[] }>;

/** The pieces in which the octets arrive. */
export function piecesOf(bytes: Buffer, splits: readonly number[]): Buffer[] {
  const cuts = [0, ...splits, bytes.length];
  return cuts.slice(1).map((to, index) => bytes.subarray(cuts[index], to));
}
