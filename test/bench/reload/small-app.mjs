import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project of these files, in a temp folder; `mews` in it is the library of the mews that runs it. */
export function writeSmallApp(files) {
  const root = mkdtempSync(join(tmpdir(), 'mews-bench-'));
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', JSON.stringify({ name: 'small-app', type: 'module' }));
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    root,
    write,
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}
