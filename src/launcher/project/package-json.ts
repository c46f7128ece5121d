/** The members of package.json that mews uses. Those of a wrong type count as absent, as they do for Node. */
export interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  /** The format of the package's `.js` and `.ts` files. Absent: Node looks at the syntax, CommonJS when in doubt. */
  readonly type?: 'module' | 'commonjs';
  readonly main?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A project without package.json. */
export const NO_PACKAGE_JSON: PackageJson = { dependencies: {}, devDependencies: {} };

/** Picks what mews uses out of a parsed package.json. */
export function toPackageJson(json: Readonly<Record<string, unknown>>): PackageJson {
  const { name, version, type, main } = json;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof version === 'string' && { version }),
    ...((type === 'module' || type === 'commonjs') && { type }),
    ...(typeof main === 'string' && { main }),
    dependencies: toVersions(json['dependencies']),
    devDependencies: toVersions(json['devDependencies']),
  };
}

function toVersions(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
