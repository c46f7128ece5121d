import type { ServerToStart } from './server-process.mjs';

export function attackSlowly(
  server: ServerToStart,
  options: { readonly seconds: number; readonly connections: number },
): Promise<{ readonly asked: number; readonly unanswered: number; readonly failures: readonly string[]; readonly attackers: number; readonly growth: number }>;
