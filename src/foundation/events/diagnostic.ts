/** A compiler's or type-checker's finding. `line` and `column` count from 1; `code` is empty when the tool gives none. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly code: string;
  readonly text: string;
  readonly frame?: string;
}
