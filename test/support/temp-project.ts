import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A project on real disk, removed when the test ends. */
export interface TempProject {
  readonly root: string;
  path(...segments: string[]): string;
  write(file: string, content: string | Uint8Array | object): void;
  /** Links a package of this checkout's node_modules into the project's, as if it were installed. */
  install(...packages: string[]): void;
}

/** Nobody builds in the millisecond in which a file was saved, and a build rightly distrusts such a file. */
const AGE = 60_000;

/** Writes `files` (objects become JSON) into a new temp folder. */
export async function tempProject(files: Record<string, string | Uint8Array | object> = {}): Promise<TempProject> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mews-test-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const project: TempProject = {
    root,
    path: (...segments) => join(root, ...segments),
    write(file, content) {
      const target = join(root, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content, null, 2));
      const written = new Date(Date.now() - AGE);
      utimesSync(target, written, written);
    },
    install(...packages) {
      for (const name of packages) {
        const target = join(root, 'node_modules', name);
        mkdirSync(dirname(target), { recursive: true });
        symlinkSync(new URL(`../../node_modules/${name}`, import.meta.url).pathname, target, 'dir');
      }
    },
  };
  for (const [file, content] of Object.entries(files)) project.write(file, content);
  return project;
}
