const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const TYPESCRIPT = /\.(?:[cm]?ts|tsx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

/** Whether a file is TypeScript or JavaScript that can be run; type declarations cannot. */
export function isSourceFile(file: string): boolean {
  return SOURCE.test(file) && !DECLARATION.test(file);
}

export function isTypeScript(file: string): boolean {
  return TYPESCRIPT.test(file) && !DECLARATION.test(file);
}
