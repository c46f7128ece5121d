import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeOutput } from './write-output.ts';

/**
 * A module that imports what a built app imports at its top and has not bundled, in the same order: an ES module has all of
 * that loaded before any of its own code runs, so it makes no difference to load it earlier. Undefined where there is nothing
 * to load, and for CommonJS, where own code and packages take turns. Returns its file URL.
 * @throws MEWS2006 when it cannot be written beside the output.
 */
export async function writeExternalImports(root: string, output: string): Promise<string | undefined> {
  const imports = await externalImports(output);
  if (imports.length === 0) return undefined;
  const file = join(dirname(output), '.mews', `${basename(output, extname(output))}.externals.mjs`);
  writeOutput(root, file, imports.map((path) => `import ${JSON.stringify(path)};\n`).join(''));
  return pathToFileURL(file).href;
}

/** In the order of the text. Errors are nobody's business here: a file that esbuild cannot read has no imports to it. */
async function externalImports(output: string): Promise<string[]> {
  const { build } = await import('esbuild');
  const outcome = await build({ entryPoints: [output], bundle: true, packages: 'external', platform: 'node', format: 'esm', write: false, metafile: true, logLevel: 'silent', external: ['file:*'] }).catch(() => undefined);
  const [input] = Object.values(outcome?.metafile.inputs ?? {});
  return [...new Set((input?.imports ?? []).filter(({ kind, external }) => kind === 'import-statement' && external).map(({ path }) => path))];
}
