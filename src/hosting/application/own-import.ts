/**
 * What processes that the app forks inherit of our `--import`, under any of the names `us`: they must not wait for a launcher. `instead` takes its place;
 * without it nothing does.
 */
export function replaceOwnImport(execArgv: string[], us: readonly string[], instead?: string): void {
  const at = execArgv.findIndex((argument) => us.includes(argument) || us.includes(argument.replace('--import=', '')));
  if (at < 0) return;
  const from = execArgv[at - 1] === '--import' ? at - 1 : at;
  execArgv.splice(from, at - from + 1, ...(instead === undefined ? [] : ['--import', instead]));
}
