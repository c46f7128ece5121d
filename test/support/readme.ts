import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makePfx } from '../../src/foundation/certificates/make-pfx.ts';
import { makeCertificate } from './certificates.ts';
import { repository } from './run-mews.ts';
import type { TempProject } from './temp-project.ts';

export const readme = readFileSync(join(repository, 'README.md'), 'utf8');

/** All code blocks of a language, as the README shows them. */
export function examples(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
}

/** The first of them that has this in it. */
export function example(language: string, holding: string): string {
  return examples(language).find((text) => text.includes(holding)) ?? expect.fail(`the README has no ${language} example with ${holding}`);
}

/** The README shows addresses people recognise; here any free port must do, and nobody else need reach it. */
export function anyPort(text: string): string {
  return text.replaceAll(/(localhost|127\.0\.0\.1):\d+/g, '$1:0').replaceAll(/\*:\d+/g, '127.0.0.1:0').replaceAll(/listenLocalhost\(\d+/g, 'listenLocalhost(0').replaceAll(/listenAnyIP\(\d+/g, `listen('127.0.0.1', 0`);
}

/** The certificates that the README's settings name; the common name of each is its file's. */
export async function writeCertificates({ write }: TempProject): Promise<void> {
  for (const name of ['site', 'example']) {
    const { cert, key } = await makeCertificate({ names: [name] });
    write(`certs/${name}.pem`, cert);
    write(`certs/${name}.key`, key);
    write(`certs/${name}.pfx`, await makePfx({ certificate: cert, key }, 'secret'));
  }
}
