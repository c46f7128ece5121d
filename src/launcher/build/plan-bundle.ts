import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { BuildTarget } from './build-request.ts';
import { buildStateFile, readState } from './build-state.ts';
import type { BuildState, RememberedBuild } from './build-state.ts';
import { bundleTarget } from './esbuild-options.ts';
import type { BundleJob } from './esbuild-options.ts';
import { decideFormat, outputExtension } from './module-format.ts';
import { nearestPackage } from './nearest-package.ts';
import { entryStem, outputFolder } from './output-folder.ts';
import { asksForItsPlace } from './own-location.ts';
import { realPath } from './real-path.ts';
import { isMewsInstalled } from './shared-framework.ts';
import { findWorkspacePackages } from './workspace-packages.ts';

/** Raised when states of an older mews cannot be trusted any more. */
const STATE_VERSION = 2;

export interface BundlePlan {
  readonly job: BundleJob;
  /** What the last build of this entry decided. */
  readonly last: RememberedBuild | undefined;
  /** Its records, where they are the last word. */
  readonly stored: BuildState | undefined;
  readonly stateFile: string;
  /** What decides the output beside the inputs, as text. */
  readonly key: string;
}

/**
 * Everything a bundling needs to know, from a few small files; all paths are real paths, as esbuild and Node use them.
 * A build that is `remembered` is newer than the records on disk.
 */
export function planBundle(target: BuildTarget, remembered?: RememberedBuild): BundlePlan {
  const root = realPath(target.root);
  const entry = realPath(target.entry);
  const folder = outputFolder(root, target.configuration);
  const stateFile = buildStateFile({ ...target, root });
  const isOfEntry = (build: RememberedBuild | undefined) => build?.entry === relative(root, entry);
  const isNewest = remembered && isOfEntry(remembered) && dirname(join(root, remembered.output)) === folder;
  const read = isNewest ? undefined : readState<BuildState>(stateFile);
  const stored = isOfEntry(read) ? read : undefined;
  const last = isNewest ? remembered : stored;
  const mewsInstalled = isMewsInstalled(root);
  const content = readIfThere(entry);
  const decision = decideFormat({
    entry,
    entryText: content.toString(),
    package: nearestPackage(dirname(entry)),
    mewsInstalled,
    remembered: last?.format,
  });
  const rulingPackage = nearestPackage(folder);
  const workspace = findWorkspacePackages(root);
  const { configuration, mewsRoot } = target;
  const job: BundleJob = {
    root, entry, configuration, folder, stem: entryStem(target.entry), decision, mewsRoot, mewsInstalled, workspace,
    extensionFor: (format) => outputExtension(format, rulingPackage),
    located: last?.located.map((file) => join(root, file)) ?? (asksForItsPlace(entry, content) ? [entry] : []),
  };
  const versions = [STATE_VERSION, packageVersion(mewsRoot), esbuildVersion(), bundleTarget()];
  const key = JSON.stringify([...versions, configuration, decision.fixed && decision.format, rulingPackage, mewsInstalled || mewsRoot, workspace]);
  return { job, last, stored, stateFile, key };
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function esbuildVersion(): string {
  return packageVersion(dirname(createRequire(import.meta.url).resolve('esbuild/package.json')));
}

function packageVersion(folder: string): string {
  const { version } = JSON.parse(readIfThere(join(folder, 'package.json')).toString() || '{}') as { version?: string };
  return version ?? '';
}
