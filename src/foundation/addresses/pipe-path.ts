/** Where Windows keeps the named pipe `name`: `\\.\pipe\name`. What Node listens on and connects to. */
export function pipePath(name: string): string {
  return `\\\\.\\pipe\\${name}`;
}
