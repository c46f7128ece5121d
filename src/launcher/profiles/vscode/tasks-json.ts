import type { Configuration } from '../profile-values.ts';
import type { EditorProfile } from './editor-profile.ts';

/** The project as the editor sees it. */
export interface EditorPlace {
  /** Its folder: `${workspaceFolder}`, or one below. */
  readonly folder: string;
  /** The file of a file app, relative to the folder. */
  readonly file?: string | undefined;
}

/** npx finds the project's mews, that of the workspace above it, or the user's own; it fetches none. */
export const MEWS = { command: 'npx', args: ['--no-install', 'mews'] } as const;

/** What `mews build` prints of a finding (formatDiagnostic): `src/main.ts(3,7): error TS2322: …`. */
const FINDING = {
  owner: 'mews',
  source: 'mews',
  pattern: { regexp: String.raw`^(.+)\((\d+),(\d+)\): (error|warning)(?: (\w+))?: (.+)$`, file: 1, line: 2, column: 3, severity: 4, code: 5, message: 6 },
} as const;

/** The task that builds for a profile. */
export function buildLabel(configuration: Configuration): string {
  return configuration === 'Debug' ? 'mews: build' : `mews: build ${configuration}`;
}

/** `.vscode/tasks.json`: a build for each configuration that profiles have, and a watch for each profile. */
export function tasksJson(profiles: readonly EditorProfile[], place: EditorPlace): object {
  const built = new Set(profiles.filter(({ isBuilt }) => isBuilt).map(({ configuration }) => configuration));
  return {
    version: '2.0.0',
    tasks: [...[...built].map((configuration, at) => buildTask(configuration, { place, isDefault: at === 0 })), ...profiles.map((profile) => watchTask(profile, place))],
  };
}

function buildTask(configuration: Configuration, { place, isDefault }: { readonly place: EditorPlace; readonly isDefault: boolean }): object {
  return {
    label: buildLabel(configuration),
    ...task(['build', ...fileOf(place), ...(configuration === 'Debug' ? [] : ['-c', configuration])], place),
    group: isDefault ? { kind: 'build', isDefault: true } : 'build',
    presentation: { reveal: 'silent' },
    problemMatcher: { ...FINDING, fileLocation: ['relative', place.folder] },
  };
}

function watchTask({ name }: EditorProfile, place: EditorPlace): object {
  return {
    label: `mews: watch ${name}`,
    ...task(['watch', ...fileOf(place), '--launch-profile', name], place),
    isBackground: true,
    problemMatcher: [],
  };
}

function task(words: readonly string[], { folder }: EditorPlace): object {
  return { type: 'shell', command: MEWS.command, args: [...MEWS.args, ...words], options: { cwd: folder } };
}

export function fileOf({ file }: EditorPlace): string[] {
  return file === undefined ? [] : [file];
}
