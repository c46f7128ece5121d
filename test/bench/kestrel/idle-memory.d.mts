import type { ServerToStart } from './server-process.mjs';

export function tooMany(connections: number): string | undefined;
export function idleBytes(server: ServerToStart, connections: number): Promise<number>;
