import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Location, Message } from 'esbuild';
import { codeFrame } from '../../foundation/errors/code-frame.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';

/** esbuild's messages as findings: absolute files, columns in characters from 1 (esbuild counts bytes from 0), notes below the text. */
export function esbuildDiagnostics(root: string, severity: Diagnostic['severity'], messages: readonly Message[]): Diagnostic[] {
  return messages.map((message) => {
    const text = [message.text, ...message.notes.map((note) => `  ${note.text}`)].join('\n');
    return { severity, code: message.id, text, ...(message.location ? locate(root, message.location) : {}) };
  });
}

function locate(root: string, { file, line, column, lineText }: Location): Pick<Diagnostic, 'file' | 'line' | 'column' | 'frame'> {
  const position = { line, column: Buffer.from(lineText).subarray(0, column).toString().length + 1 };
  const path = resolve(root, file);
  return { file: path, ...position, frame: frameIn(path, position) ?? codeFrame(lineText, { line: 1, column: position.column }) };
}

function frameIn(file: string, position: { readonly line: number; readonly column: number }): string | undefined {
  try {
    return codeFrame(readFileSync(file, 'utf8'), position);
  } catch {
    return undefined;
  }
}
