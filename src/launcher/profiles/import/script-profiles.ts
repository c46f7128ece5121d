import { basename } from 'node:path';
import { commandProfile } from './command-profile.ts';
import type { Imported, ImportedCommand, ImportPlace } from './imported-profile.ts';
import { splitCommand } from './split-command.ts';

/** Names that say that something is started and goes on. */
const STARTS = /^(?:start|dev|develop|serve|server|debug|preview)(?:[:._-].*)?$/i;
const MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Profiles of the scripts of package.json that start something. What is no plain run of the project's entry runs through npm, as before. */
export function scriptProfiles(place: ImportPlace): Imported[] {
  return Object.entries(place.scripts).filter(([name]) => STARTS.test(name)).map(([name, line]): Imported => {
    if (/^(?:npx )?mews\b/.test(line)) return { name, profile: undefined, reason: 'it runs mews already' };
    const command = splitCommand(line);
    const made = command && commandProfile({ ...command, directory: undefined }, place);
    if (made?.profile.commandName === 'Project') return { name, ...made };
    return { name, ...commandProfile({ words: ['npm', 'run', name], environment: {}, directory: undefined }, place) };
  });
}

/** Scripts whose names do not say that they start anything. */
export function otherScripts({ scripts }: ImportPlace): string[] {
  return Object.keys(scripts).filter((name) => !STARTS.test(name));
}

/** The command of a script that words run (`npm run dev`), where it is a plain run of the project's entry; with the variables of both. */
export function scriptCommand(words: readonly string[], { place, environment }: { readonly place: ImportPlace; readonly environment: ImportedCommand['environment'] }): ImportedCommand | undefined {
  const [program = '', ...rest] = words;
  if (!MANAGERS.has(basename(program.replaceAll('\\', '/')).replace(/\.(?:cmd|exe)$/i, ''))) return undefined;
  const [name, ...others] = rest.filter((word) => word !== 'run' && word !== 'run-script');
  const line = name === undefined ? undefined : place.scripts[name];
  const command = line === undefined || others.length > 0 ? undefined : splitCommand(line);
  if (!command) return undefined;
  const whole = { words: command.words, environment: { ...command.environment, ...environment }, directory: undefined };
  return commandProfile(whole, place).profile.commandName === 'Project' ? whole : undefined;
}
