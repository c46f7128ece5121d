const IP = /^(?:\[.*\]|\d{1,3}(?:\.\d{1,3}){3})$/;
const LOCAL = /^localhost6?$/i;

/**
 * Whether a request may be answered: only those that name us by an address or as `localhost`, as Node's inspector does it. A web
 * page whose name somebody lets point here (DNS rebinding) would otherwise be of our origin, and could debug.
 */
export function isAllowedHost(header: string | undefined): boolean {
  if (header === undefined || header === '') return true;
  const host = header.replace(/:[^:\]]*$/, '');
  return IP.test(host) || LOCAL.test(host);
}
