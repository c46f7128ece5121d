/** A program and its arguments, ready to be started. */
export interface ToolCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface NpmContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: this machine's. */
  readonly platform?: NodeJS.Platform;
}

/** npm as it is found on the PATH. On Windows it is a batch file, which only cmd.exe can start: `args` must have nothing that it would take for its own. */
export function npmCommand(args: readonly string[], { env, platform = process.platform }: NpmContext): ToolCommand {
  if (platform !== 'win32') return { command: 'npm', args };
  return { command: env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', 'npm', ...args] };
}
