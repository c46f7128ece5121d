/** A decided value and the reason for it: `-c`, `profile "https"`, `default` … */
export interface Reasoned<T> {
  readonly value: T;
  readonly from: string;
}
