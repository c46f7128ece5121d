import type { HeadScan } from '../../../http1/head-scan.ts';
import type { DataRate } from '../../../http/body-features.ts';
import type { KestrelLimits } from '../kestrel-limits.ts';
import type { RequestOptions } from './request-options.ts';

/** How a request's body ends, and what it must keep. */
export interface BodyFraming {
  /** Octets of the body; -1: chunked. */
  readonly length: number;
  readonly expectsContinue: boolean;
  readonly maxSize: number | null;
  readonly minRate: DataRate | null;
  readonly trailerLimits: { readonly headersTotal: number; readonly headerCount: number };
}

/** Octets of the line that ends a head, which no limit counts. */
const EMPTY_LINE = 2;

/** Trailers have what the head left of the limits of header fields. */
export function framingOf({ bodyLength, expectsContinue }: RequestOptions, scan: HeadScan, limits: KestrelLimits): BodyFraming {
  return {
    length: bodyLength,
    expectsContinue,
    maxSize: limits.maxRequestBodySize,
    minRate: limits.minRequestBodyDataRate,
    trailerLimits: {
      headersTotal: limits.maxRequestHeadersTotalSize - (scan.end - EMPTY_LINE - scan.headersStart),
      headerCount: limits.maxRequestHeaderCount - scan.headerCount,
    },
  };
}
