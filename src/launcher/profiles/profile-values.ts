/** The words that profiles and the command line share, in the order that help and hints show them. */
export const CONFIGURATIONS = ['Debug', 'Release'] as const;
export const HOSTING_MODELS = ['inprocess', 'outofprocess'] as const;
export const REVERSE_PROXIES = ['none', 'nginx', 'apache', 'caddy'] as const;
export const TYPECHECK_MODES = ['gate', 'warn', 'off'] as const;
/** How one version of an app takes the place of another under `mews watch`. */
export const SWAP_MODES = ['overlap', 'sequential'] as const;
export const LISTEN_MODES = ['profile', 'app', 'inherit'] as const;

export type Configuration = (typeof CONFIGURATIONS)[number];
export type HostingModel = (typeof HOSTING_MODELS)[number];
export type ReverseProxy = (typeof REVERSE_PROXIES)[number];
export type TypecheckMode = (typeof TYPECHECK_MODES)[number];
export type SwapMode = (typeof SWAP_MODES)[number];
/** Who chooses the address of an app that listens by itself; `inherit`: a program takes listening sockets by `LISTEN_FDS`. */
export type ListenMode = (typeof LISTEN_MODES)[number];
