/** Headers between the module and the app. */
export const TOKEN_HEADER = 'ms-aspnetcore-token';
export const EVENT_HEADER = 'ms-aspnetcore-event';
export const CLIENT_CERTIFICATE_HEADER = 'ms-aspnetcore-clientcert';

const PREFIX = 'ms-aspnetcore-';
const HYPHEN = '-';
const HYPHEN_AT = 2;

/** Whether the header is one of those, which are not for the app's code. */
export function isModuleHeader(name: string): boolean {
  return name[HYPHEN_AT] === HYPHEN && name.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}

export const SHUTDOWN_PATH = '/iisintegration';

/** Whether a request is how the module tells the app to stop. `path`: below the application's own. */
export function isShutdown({ method, path, event }: { readonly method: string; readonly path: string; readonly event: string | undefined }): boolean {
  return method === 'POST' && path.toLowerCase() === SHUTDOWN_PATH && event?.toLowerCase() === 'shutdown';
}

export const REJECTED = "'MS-ASPNETCORE-TOKEN' does not match the expected pairing token, request rejected.";
