import type { PortRange } from './range.js'

export type Protocol = 'tcp' | 'udp'

/** A process that holds a port; null for what the machine does not let this user see. */
export interface Owner {
  /** Of several processes that share the socket, the one that the others descend from. */
  readonly pid: number
  /**
   * The words it was started with; macOS does not tell white space within a word from that between words. Not for
   * display as they are: they may hold secrets and control characters.
   */
  readonly argv: readonly string[] | null
  /** Absolute; where the folder is gone, Linux writes ` (deleted)` behind it. */
  readonly cwd: string | null
  readonly uid: number | null
  readonly user: string | null
  /** When it began, in milliseconds since 1970. */
  readonly since: number | null
}

/** A socket that takes what is sent to a port: TCP that listens, UDP that is bound. */
export interface Socket {
  readonly protocol: Protocol
  /** As in `127.0.0.1`, `::1`, `0.0.0.0`, `::`; without brackets or zone. */
  readonly address: string
  readonly port: number
}

/** Such a socket, and whose it is. */
export interface Listener extends Socket {
  /** The user whose socket it is, which is known also where the process is not. */
  readonly uid: number | null
  /** That user's name. */
  readonly user: string | null
  /** Null where the machine does not tell this user. */
  readonly owner: Owner | null
}

/** Ports that the machine itself keeps or may take, and why: as in a sentence after "is". */
export interface Reserved extends PortRange {
  readonly why: string
}

/** The ports that outgoing connections are given. */
export interface Ephemeral extends PortRange {
  /** Those among them that an administrator has kept back: a service is as safe there as below the range. */
  readonly except: readonly PortRange[]
}

/** What the machine knows of its ports. Nothing here changes it. */
export interface Machine {
  /** What listens on some ports, or on any without the argument: one pass over the kernel's tables. */
  sockets(ports?: ReadonlySet<number>): Promise<readonly Socket[]>
  /** The same with the processes, which take longer to find. */
  listeners(ports?: ReadonlySet<number>): Promise<readonly Listener[]>
  /** The ports that outgoing connections are given; null where the machine does not say. */
  ephemeral(): Promise<Ephemeral | null>
  /** What else the system keeps: Windows' excluded ranges, macOS's own services. */
  reserved(): Promise<readonly Reserved[]>
  /** The first port that any user may bind; 1 where there is no such bound. */
  unprivileged(): Promise<number>
}
