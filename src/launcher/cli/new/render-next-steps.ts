import { isMewsInstalled } from '../../build/shared-framework.ts';
import { typedPlace } from './typed-place.ts';

/** What is typed next, as lines. A project in which nothing is installed runs with the mews that made it. */
export function renderNextSteps(directory: string, cwd: string): string {
  const place = typedPlace(directory, cwd).replace(/^\.\//, '');
  const steps = [...(place === '.' ? [] : [`cd ${quoted(place)}`]), isMewsInstalled(directory) ? 'npx mews run' : 'mews run'];
  return `\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}`;
}

function quoted(place: string): string {
  return /^[\w@./\\:+-]+$/.test(place) ? place : `"${place}"`;
}
