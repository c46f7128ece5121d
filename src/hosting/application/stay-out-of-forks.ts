/** A child that the app forks with our arguments must not wait for a launcher: `--import` of `us`, under any of its names, is taken out of `execArgv`. */
export function stayOutOfForks(execArgv: string[], us: readonly string[]): void {
  const at = execArgv.findIndex((argument) => us.includes(argument) || us.includes(argument.replace('--import=', '')));
  if (at < 0) return;
  const isPair = execArgv[at - 1] === '--import';
  execArgv.splice(isPair ? at - 1 : at, isPair ? 2 : 1);
}
