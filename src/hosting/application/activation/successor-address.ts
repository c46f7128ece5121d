import type * as Http from 'node:http';

/** Where a process reaches its successor: at the address its own client came to, for the successor alone accepts there now. */
export type SuccessorAddress = { readonly host: string; readonly port: number; readonly isTls: boolean } | { readonly socketPath: string; readonly isTls: boolean };

/** Options of `http.request`, `https.request` and `net.connect` for that address. The certificate is our own. */
export function requestOptions(address: SuccessorAddress): object {
  const { isTls, ...where } = address;
  return isTls ? { ...where, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], agent: false } : { ...where, agent: false };
}

/** Of the HTTP client that speaks to it; loaded with the first request that has to go there. */
export function loadClient({ isTls }: SuccessorAddress): Pick<typeof Http, 'request'> {
  return process.getBuiltinModule(isTls ? 'node:https' : 'node:http') as Pick<typeof Http, 'request'>;
}
