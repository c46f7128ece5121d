import type { AcceptedConnection } from '../accepted-connection.ts';

/** Takes a connection over on which `octets`, the preface of HTTP/2 first, have come in. */
export type SwitchToHttp2 = (accepted: AcceptedConnection, octets: Buffer) => void;
