let made = 0;

/** A name for a connection, for logs and trace identifiers: time and a count, in base 32 as Kestrel's. */
export function makeConnectionId(): string {
  return (Date.now() * 4096 + (made++ % 4096)).toString(32).toUpperCase();
}
