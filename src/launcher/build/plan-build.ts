import { basename, extname, join } from 'node:path';
import type { BuildPlan, BuildTarget } from './build-request.ts';
import { planBundle } from './plan-bundle.ts';
import { scanSources } from './scan-sources.ts';
import { isMewsInstalled } from './shared-framework.ts';

/** Foresees a build without doing any of it: how the app is built and which file Node will run. Reads a few files, writes nothing. */
export function planBuild(target: BuildTarget): BuildPlan {
  if (target.buildCommand !== undefined) {
    return plan('command', target.entry, `"mews.build" in package.json: ${target.buildCommand}`);
  }
  const isJavaScript = /^\.[cm]?js$/.test(extname(target.entry));
  const sources = isJavaScript && target.configuration === 'Debug' ? scanSources(target.entry) : undefined;
  if (sources && !sources.needsBuild) {
    const usesMewsFramework = sources.importsMews && !isMewsInstalled(target.root);
    return { ...plan('source', target.entry, 'plain JavaScript runs without a build in Debug'), usesMewsFramework };
  }
  const { job, last } = planBundle(target);
  const format = last?.format ?? job.decision.format;
  const output = join(job.folder, `${job.stem}${job.extensionFor(format)}`);
  const why = sources?.needsBuild ? `it imports ${basename(sources.needsBuild)}` : `${target.configuration} build of ${basename(target.entry)}`;
  return { ...plan('bundle', output, `${why}; ${format === 'esm' ? 'ES module' : 'CommonJS'}: ${job.decision.reason}`), usesMewsFramework: last?.usesMewsFramework ?? false };
}

function plan(kind: BuildPlan['kind'], outputEntry: string, reason: string): BuildPlan {
  return { kind, outputEntry, reason, usesMewsFramework: false };
}
