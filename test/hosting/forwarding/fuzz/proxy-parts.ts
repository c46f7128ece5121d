/** What a proxy is made of; those of a changed copy of src are of the same shape. */
export { Upstream } from '../../../../src/hosting/forwarding/upstream.ts';
export { DEFAULT_LIMITS } from '../../../../src/hosting/servers/kestrel/kestrel-limits.ts';
export { makeServices } from '../../../../src/hosting/servers/kestrel/make-services.ts';
export { serveConnection } from '../../../../src/hosting/servers/kestrel/serve-connection.ts';
export { moduleApplication } from '../../../../src/hosting/servers/module/module-application.ts';
