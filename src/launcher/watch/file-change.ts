/** One file that is not what it was. `path` is absolute; a file that was replaced, or went and came back, has changed. */
export interface FileChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly path: string;
}
