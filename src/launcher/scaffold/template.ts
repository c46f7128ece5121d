/** Where a template's description lies, relative to the template: dotnet's place and, in the main, dotnet's format. */
export const TEMPLATE_FILE = '.template.config/template.json';

/** A folder of files with placeholders, and what its template.json says of them. */
export interface Template {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Not shipped with mews: its commands are not run unasked. */
  readonly isForeign: boolean;
  readonly identity: string;
  /** As people call it: `Web API`. */
  readonly name: string;
  /** What is typed; at least one. */
  readonly shortNames: readonly string[];
  readonly description: string;
  readonly author: string;
  readonly tags: readonly string[];
  /** The name that the files have where the project's name goes; its other forms stand for those of the project's. */
  readonly sourceName: string | undefined;
  /** `-n` without `-o` makes a folder of that name. */
  readonly preferNameDirectory: boolean;
  /** By name, in the order in which they are decided. */
  readonly symbols: ReadonlyMap<string, TemplateSymbol>;
  readonly sources: readonly TemplateSource[];
  readonly postActions: readonly PostAction[];
}

export type SymbolValue = string | number | boolean;

/** How a symbol comes to its value. */
export type SymbolKind = ParameterSymbol | PortSymbol | CoalesceSymbol | ConstantSymbol | DerivedSymbol | ComputedSymbol | BoundSymbol;

/** A value of the template, and where it goes. */
export type TemplateSymbol = SymbolKind & {
  readonly description: string;
  /** The text in files that stands for the value. */
  readonly replaces: string | undefined;
  /** The same in the names of files and folders. */
  readonly fileRename: string | undefined;
};

/** What can be said on the command line. */
export interface ParameterSymbol {
  readonly type: 'parameter';
  readonly datatype: 'bool' | 'choice' | 'int' | 'port' | 'text';
  readonly choices: readonly Choice[];
  /** Undefined: without a value unless one is given. */
  readonly defaultValue: SymbolValue | undefined;
  readonly isRequired: boolean;
}

export interface Choice {
  readonly choice: string;
  readonly description: string;
}

/** A port from `low` to `high` on which nobody listens. */
export interface PortSymbol {
  readonly type: 'port';
  readonly low: number;
  readonly high: number;
}

/** The value of `source` if it has one, else that of `fallback`. */
export interface CoalesceSymbol {
  readonly type: 'coalesce';
  readonly source: string;
  readonly fallback: string;
}

export interface ConstantSymbol {
  readonly type: 'constant';
  readonly value: string;
}

/** Another symbol's value, or the project's name (`name`), in another form. */
export interface DerivedSymbol {
  readonly type: 'derived';
  readonly source: string;
  readonly form: DerivedForm;
}

export const DERIVED_FORMS = ['packageName', 'kebabCase', 'pascalCase', 'camelCase', 'lowerCase', 'upperCase'] as const;
export type DerivedForm = (typeof DERIVED_FORMS)[number];

/** The value of a condition. */
export interface ComputedSymbol {
  readonly type: 'computed';
  readonly condition: string;
}

/** What mews knows: its own dependency as package.json takes it, its version, the year. */
export interface BoundSymbol {
  readonly type: 'bind';
  readonly binding: Binding;
}

export const BINDINGS = ['host:mews', 'host:mewsVersion', 'host:year'] as const;
export type Binding = (typeof BINDINGS)[number];

/** Which files are taken, and where they go. Patterns are globs, relative to `source`. */
export interface TemplateSource extends SourceChoice {
  /** Relative to the template. */
  readonly source: string;
  /** Relative to the project. */
  readonly target: string;
  /** Files that are taken as they are. */
  readonly copyOnly: readonly string[];
  readonly condition: string | undefined;
  readonly modifiers: readonly (SourceChoice & { readonly condition: string | undefined })[];
}

export interface SourceChoice {
  /** Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rename: ReadonlyMap<string, string>;
}

/** What is done when the files are there. */
export interface PostAction {
  readonly action: 'restore' | 'script' | 'instructions';
  readonly description: string;
  readonly condition: string | undefined;
  /** A failure is told, and does not change the exit code. */
  readonly continueOnError: boolean;
  /** What people do themselves where it is not done for them. */
  readonly manualInstructions: string;
  /** Of a script. */
  readonly executable: string;
  readonly args: readonly string[];
}
