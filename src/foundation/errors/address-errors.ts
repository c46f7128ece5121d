import { define } from './error-definition.ts';

/** 30xx: addresses asked for, and binding them. */
export const addressErrors = {
  invalidUrl: define<{ url: string; from: string }>(
    'MEWS3001',
    ({ url, from }) => `Invalid URL '${url}' (from ${from}).`,
    () => `Write scheme, host and port, as in http://localhost:5000; several are separated by semicolons, IPv6 addresses stand in brackets: http://[::1]:5000.`,
  ),
  unrecognizedScheme: define<{ url: string; from: string }>(
    'MEWS3002',
    ({ url, from }) => `Unrecognized scheme in server address '${url}' (from ${from}). Only 'http://' and 'https://' are supported.`,
    () => `Write http://localhost:5000 or https://localhost:5001.`,
  ),
  invalidPort: define<{ url: string; port: string; from: string }>(
    'MEWS3003',
    ({ url, port, from }) => `Invalid port '${port}' in '${url}' (from ${from}): only numbers from 0 to 65535 are allowed.`,
    () => `Use a number; 0 takes a free port.`,
  ),
  pathBaseInUrl: define<{ url: string; path: string; from: string }>(
    'MEWS3004',
    ({ url, path, from }) => `The address '${url}' (from ${from}) has the path '${path}': a server address has none.`,
    () => `Remove the path; a path base is the app's business.`,
  ),
  relativeSocketPath: define<{ url: string; from: string }>(
    'MEWS3005',
    ({ url, from }) => `The unix socket path in '${url}' (from ${from}) must be absolute.`,
    () => `Write http://unix:/run/app.sock.`,
  ),
  addressInUse: define<{ address: string; holder: string }>(
    'MEWS3006',
    ({ address, holder }) => `Failed to bind to address ${address}: address already in use${holder ? ` by ${holder}` : ''}.`,
    () => `Stop that process, or choose another address with --urls; port 0 takes a free one.`,
  ),
  bindFailed: define<{ address: string; reason: string }>(
    'MEWS3007',
    ({ address, reason }) => `Failed to bind to address ${address}: ${reason}.`,
    () => `Check that the address belongs to this machine and that you may bind it (ports below 1024 often need more rights).`,
  ),
  namedPipe: define<{ url: string; from: string }>(
    'MEWS3009',
    ({ url, from }) => `'${url}' (from ${from}) is a named pipe: only Windows has them.`,
    () => `Use a unix socket, as in http://unix:/run/app.sock, or a port, as in http://localhost:5000.`,
  ),
};
