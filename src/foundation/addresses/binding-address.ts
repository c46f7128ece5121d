/** How a binding address is bound: both loopbacks, one IP address, every interface, a unix socket, or a named pipe of Windows. */
export type BindingKind = 'localhost' | 'ip' | 'any' | 'unix' | 'pipe';

/**
 * An address somebody asked for (`http://localhost:5000`), parsed. What the server then bound is a *bound address*.
 * Follows ASP.NET Core's `BindingAddress.Parse` and Kestrel's `AddressBinder.ParseAddress`, newest rules.
 */
export interface BindingAddress {
  readonly scheme: 'http' | 'https';
  readonly kind: BindingKind;
  /** As written, without brackets for IPv6; for `unix` the absolute socket path, for `pipe` the pipe's name. */
  readonly host: string;
  /** 0 asks for a free port; 0 also for unix sockets and pipes, which have none. */
  readonly port: number;
  /** Any host but localhost, an IP address, `*` and `+` binds every interface, as Kestrel does: worth a warning. */
  readonly namedHost: boolean;
}
