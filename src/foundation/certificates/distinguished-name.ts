import type { RelativeDistinguishedNames } from 'pkijs';
import type { PkiLibraries } from './load-pki.ts';

const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';
const COMMON_NAME = '2.5.4.3';

/** What marks the certificates of mews in stores that hold others too. */
export const ORGANIZATION_NAME = 'mews development certificate';

/**
 * Subject and issuer: O, OU and CN=localhost, each in a set of its own (RFC 5280 §4.1.2.4). `unit` differs from certificate
 * to certificate: NSS and OpenSSL find issuers by name, and would take a renewed certificate for the one before it.
 */
export function distinguishedName({ pki, asn1 }: PkiLibraries, unit: string): RelativeDistinguishedNames {
  const typesAndValues = Object.entries({ [ORGANIZATION]: ORGANIZATION_NAME, [ORGANIZATIONAL_UNIT]: unit, [COMMON_NAME]: 'localhost' }).map(
    ([type, value]) => new pki.AttributeTypeAndValue({ type, value: new asn1.Utf8String({ value }) }),
  );
  const sets = typesAndValues.map((attribute) => new asn1.Set({ value: [attribute.toSchema()] }));
  // pkijs would put all attributes into one set
  return new pki.RelativeDistinguishedNames({ typesAndValues, valueBeforeDecode: new asn1.Sequence({ value: sets }).toBER(false) });
}
