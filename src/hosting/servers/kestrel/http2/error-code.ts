/** Why a stream or a connection ends (RFC 9113 section 7). */
export const ErrorCode = {
  noError: 0x0,
  protocolError: 0x1,
  internalError: 0x2,
  cancel: 0x8,
  enhanceYourCalm: 0xb,
  inadequateSecurity: 0xc,
} as const;
