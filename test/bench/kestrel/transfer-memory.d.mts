import type { ServerToStart } from './server-process.mjs';

export type TransferKind = 'upload' | 'download' | 'slow-upload' | 'slow-download';

export function transferGrowth(server: ServerToStart, options: { readonly kind: TransferKind; readonly bytes: number; readonly seconds?: number }): Promise<number>;
