import { builtLibrary } from './built-library.ts';
import { HostedApp, type HostedAppOptions } from './hosted-app.ts';
import { tempProject } from './temp-project.ts';

type HostOptions = Omit<Partial<HostedAppOptions>, 'appHost'> & { readonly install?: readonly string[] };

/** Hosts small apps, given as files (the first is the entry), under an app host built for this test file. */
export function hostSource(): (files: Record<string, string>, options?: HostOptions) => Promise<HostedApp> {
  const built = builtLibrary();
  return async (files, options = {}) => {
    const project = await tempProject(files);
    project.install(...(options.install ?? []));
    const entry = project.path(Object.keys(files)[0] ?? '');
    return new HostedApp({ appHost: built.appHost, entry, cwd: project.root, ...options });
  };
}
