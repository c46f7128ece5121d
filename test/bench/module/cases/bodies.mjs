import { compareProxies } from '../compare-proxies.mjs';

/** Answers of 1 MiB, against who understands nothing of them. */
export const run = (options) => compareProxies({ ...options, what: '1 MiB', size: 1024 * 1024, others: [{ name: 'tcp-relay', target: 0.9 }] });
