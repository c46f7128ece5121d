import { HeadScan, INCOMPLETE, REJECTED, type HeadLimits } from '../../../src/hosting/http1/head-scan.ts';
import { scanRequestHead } from '../../../src/hosting/http1/scan-request-head.ts';

export const DEFAULT_LIMITS: HeadLimits = { requestLine: 8192, headersTotal: 32_768, headerCount: 100 };

/** The octets of the text, one a character, with the NUL behind them that a scan needs. */
export function octetsOf(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'latin1');
}

export interface ScanResult {
  readonly outcome: 'scanned' | 'incomplete' | 'rejected';
  readonly bytes: Buffer;
  readonly scan: HeadScan;
}

/** What a scan of the text, all of it that has arrived, says. */
export function scanText(text: string, limits: HeadLimits = DEFAULT_LIMITS): ScanResult {
  const bytes = octetsOf(text);
  const scan = new HeadScan();
  const result = scanRequestHead(bytes, 0, bytes.length - 1, scan, limits);
  return { outcome: result === INCOMPLETE ? 'incomplete' : result === REJECTED ? 'rejected' : 'scanned', bytes, scan };
}

/** Status and message of the refusal; undefined when the text is not refused. */
export function refusalOf(text: string, limits: HeadLimits = DEFAULT_LIMITS): { status: number; message: string; reason: string; allow?: string } | undefined {
  return scanText(text, limits).scan.rejection;
}
