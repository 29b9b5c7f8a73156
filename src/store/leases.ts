/** Leases: what only one process at a time may do, such as training, in a folder that several may have open. */
import { isAlive, isSameProcess } from '../foundation/process-identity.js';
import type { ProcessIdentity } from '../foundation/process-identity.js';
import type { Connection } from './connection.js';

export interface Lease {
  owner: ProcessIdentity;
  /** The job that it is held for, where it is for one. */
  job: number | null;
  /** Milliseconds since 1970. */
  heartbeat: number;
}

/** After so long without a heartbeat a process of another machine counts as ended. */
const SILENCE_MILLISECONDS = 60_000;

/**
 * Whether a process has ended. One of this machine is looked at: one that sleeps with its machine has not ended, however
 * long ago its heartbeat was. Of another machine only the heartbeat tells; without one it counts as alive.
 */
export function hasEnded(owner: ProcessIdentity, heartbeat?: number): boolean {
  const alive = isAlive(owner);
  if (alive !== undefined) return !alive;
  return heartbeat !== undefined && Date.now() - heartbeat > SILENCE_MILLISECONDS;
}

export class LeaseStore {
  constructor(private readonly connection: Connection) {}

  /** The lease of a name as it stands, held or left by a process that has ended; undefined where nobody has it. */
  read(name: string): Lease | undefined {
    const row = this.connection.guard(() =>
      this.connection.database
        .prepare<[string], { owner: string; job: number | null; heartbeat: number }>(
          'SELECT owner, job, heartbeat FROM leases WHERE name = ?',
        )
        .get(name),
    );
    return row && { ...row, owner: JSON.parse(row.owner) as ProcessIdentity };
  }

  /** The lease of a name, where a process that runs holds it. */
  held(name: string): Lease | undefined {
    const lease = this.read(name);
    return lease && !hasEnded(lease.owner, lease.heartbeat) ? lease : undefined;
  }

  /** Takes a lease that nobody holds, or that `from` hands over; says whether it could be had. */
  take(name: string, owner: ProcessIdentity, { job = null, from }: TakeOptions = {}): boolean {
    const { connection } = this;
    const attempt = connection.database.transaction(() => {
      const held = this.held(name);
      const own = held !== undefined && (isSameProcess(held.owner, owner) || isFrom(held, from));
      if (held !== undefined && !own) return false;
      connection.database
        .prepare('INSERT OR REPLACE INTO leases (name, owner, job, heartbeat) VALUES (?, ?, ?, ?)')
        .run(name, JSON.stringify(owner), job, Date.now());
      return true;
    });
    return connection.guard(() => attempt.immediate());
  }

  /** Says that the owner is alive; false where the lease is another's by now. */
  renew(name: string, owner: ProcessIdentity): boolean {
    return this.connection.guard(() => {
      const { changes } = this.connection.database
        .prepare('UPDATE leases SET heartbeat = ? WHERE name = ? AND owner = ?')
        .run(Date.now(), name, JSON.stringify(owner));
      return changes > 0;
    });
  }

  /** Gives a lease back, where it is the owner's. */
  release(name: string, owner: ProcessIdentity): void {
    this.connection.guard(() =>
      this.connection.database
        .prepare('DELETE FROM leases WHERE name = ? AND owner = ?')
        .run(name, JSON.stringify(owner)),
    );
  }
}

export interface TakeOptions {
  job?: number | null;
  /** The process that hands the lease over. */
  from?: ProcessIdentity;
}

const isFrom = (held: Lease, from: ProcessIdentity | undefined): boolean =>
  from !== undefined && isSameProcess(held.owner, from);
