import type { CertificateFiles } from '../../../../foundation/certificates/server-certificate.ts';
import type { DescribeHolder } from '../../../../foundation/transport/listen-failure.ts';
import type { AcceptedConnection } from '../accepted-connection.ts';

/** What endpoints need of the server around them. */
export interface EndpointHost {
  /** A connection is accepted and, on https endpoints, secured: from now on the protocols' business. */
  readonly onConnection: (connection: AcceptedConnection) => void;
  /** False for an app that works with Node's own objects, which are those of HTTP/1.1. */
  readonly speaksHttp2: () => boolean;
  /** Finishes the connections that an endpoint has at the time of the call, and cuts after `deadline` milliseconds what is left. */
  readonly drainEndpoint: (endpoint: string, deadline: number) => Promise<void>;
  /** `Certificates:Default`, else the development certificate, else nothing. */
  readonly findDefaultCertificate: () => Promise<CertificateFiles | undefined>;
  readonly describeHolder: DescribeHolder | undefined;
  readonly log: EndpointLog;
}

/** Where endpoints tell what happens, by ASP.NET Core's levels. */
export interface EndpointLog {
  debug(text: string): void;
  information(text: string): void;
  warning(text: string): void;
  critical(text: string): void;
}
