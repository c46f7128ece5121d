import type { BuildOptions } from 'esbuild';
import type { Configuration } from '../profiles/profile-values.ts';
import type { FormatDecision, ModuleFormat } from './module-format.ts';
import { LOCATION_DEFINES, locationFooter, ownLocation, requireBanner } from './own-location.ts';
import { sharedFramework } from './shared-framework.ts';
import { workspacePackages } from './workspace-packages.ts';

/** One bundling: absolute paths, no defaults. */
export interface BundleJob {
  readonly root: string;
  readonly entry: string;
  readonly configuration: Configuration;
  readonly folder: string;
  readonly stem: string;
  readonly decision: FormatDecision;
  readonly extensionFor: (format: ModuleFormat) => string;
  /** The files that asked for their own place in the last build. */
  readonly located: readonly string[];
  readonly mewsRoot: string;
  readonly mewsInstalled: boolean;
  readonly workspace: Readonly<Record<string, string>>;
}

/** What a job is tried with: the first try may find out that it takes another. */
export interface Attempt {
  readonly format: ModuleFormat;
  readonly located: readonly string[];
  /** An attempt failed that had statements of ours in it. */
  readonly failed?: true;
}

/** What esbuild is asked for. `onMews` is called when the app imports the running CLI's `mews`. */
export function esbuildOptions(job: BundleJob, { format, located }: Attempt, onMews: () => void) {
  const { root, entry, folder, mewsRoot, workspace } = job;
  const hasWorkspace = Object.keys(workspace).length > 0;
  const release = job.configuration === 'Release';
  return {
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: job.stem }],
    outdir: folder,
    outExtension: { '.js': job.extensionFor(format) },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format,
    target: bundleTarget(),
    packages: hasWorkspace ? 'bundle' : 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    minify: release,
    keepNames: release,
    charset: 'utf8',
    logLevel: 'silent',
    loader: { '.node': 'copy' },
    define: LOCATION_DEFINES,
    banner: format === 'esm' ? { js: requireBanner(entry, folder) } : {},
    footer: located.length > 0 ? { js: locationFooter(format) } : {},
    plugins: [
      ...(job.mewsInstalled ? [] : [sharedFramework(mewsRoot, format, onMews)]),
      ...(hasWorkspace ? [workspacePackages(root, workspace)] : []),
      ...(located.length > 0 ? [ownLocation(located, { entry, folder, format })] : []),
    ],
  } satisfies BuildOptions;
}

/** esbuild's name for the Node that runs the app: the one that runs us. */
export function bundleTarget(): string {
  return `node${process.versions.node.split('.')[0]}`;
}
