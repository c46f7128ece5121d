/** HTTP/2 over cleartext would carry requests past whoever looks at them; TLS within HTTP/1.1 was never used. */
const OUR_OWN = /^(?:h2c|tls\/[\d.]+|http\/[\d.]+)$/i;
const PROTOCOL = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+(?:\/[!#$%&'*+\-.^_`|~\dA-Za-z]+)?$/;

/** The value of an Upgrade field as it is passed on (RFC 9110 section 7.8); empty: nothing that may be. */
export function passableProtocols(upgrade: string): string {
  if (upgrade === '' || upgrade === 'websocket') return upgrade;
  const protocols = upgrade.split(',').map((protocol) => protocol.trim());
  return protocols.filter((protocol) => PROTOCOL.test(protocol) && !OUR_OWN.test(protocol)).join(', ');
}
