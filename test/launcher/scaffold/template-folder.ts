import { tempProject, type TempProject } from '../../support/temp-project.ts';

/** A template in a temp folder: its description, with what every one must have, and its files. */
export function templateFolder(description: object | string, files: Record<string, string | Uint8Array | object> = {}): Promise<TempProject> {
  const written = typeof description === 'string' ? description : { identity: 'test.template', name: 'Test', shortName: 'test', ...description };
  return tempProject({ '.template.config/template.json': written, ...files });
}
