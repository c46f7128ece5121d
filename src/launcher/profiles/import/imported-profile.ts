/** The members of a profile that is to be written, in the order in which they are written. */
export interface ProfileMembers {
  readonly commandName: 'Project' | 'Executable';
  readonly executablePath?: string;
  readonly commandLineArgs?: string;
  readonly workingDirectory?: string;
  readonly launchBrowser?: boolean;
  readonly launchUrl?: string;
  readonly applicationUrl?: string;
  readonly inspect?: boolean | number;
  readonly environmentVariables?: Readonly<Record<string, string>>;
}

/** What became of one thing that was to be imported: a profile, or the reason why there is none. */
export type Imported =
  | { readonly name: string; readonly profile: ProfileMembers; readonly notes: readonly string[] }
  | { readonly name: string; readonly profile: undefined; readonly reason: string };

/** The project that profiles are made for. Paths are absolute. */
export interface ImportPlace {
  readonly root: string;
  /** What the editor calls the workspace; the project's folder, or one above it. */
  readonly workspace: string;
  /** The source that `mews run` starts; undefined where there is none. */
  readonly entry: string | undefined;
  /** The scripts of package.json. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** A command and what is around it, as an editor or package.json has it, variables of the editor replaced. */
export interface ImportedCommand {
  /** Program and arguments. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute; undefined: the project's folder. */
  readonly directory: string | undefined;
}
