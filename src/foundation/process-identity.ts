/** Which process of which machine something belongs to, so that another can tell whether it still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  host: string;
  /** Changes when the machine starts anew; empty where the system does not tell. */
  boot: string;
  pid: number;
  /** When the process started, in the system's own count; empty where it does not tell. Tells a reused pid apart. */
  started: string;
}

/** A file of the kernel; empty where there is none, as on other systems than Linux. */
function kernelFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Field 22 of `/proc/<pid>/stat`; the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string {
  const stat = kernelFile(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** State of a process: a zombie has ended, though its pid is still there. */
function isZombie(pid: number): boolean {
  const stat = kernelFile(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

const bootOf = (): string => kernelFile('/proc/sys/kernel/random/boot_id');

/** The identity of a process of this machine; this one where nothing is said. */
export function processIdentity(pid: number = process.pid): ProcessIdentity {
  return { host: hostname(), boot: bootOf(), pid, started: startOf(pid) };
}

/** Whether two identities are those of one process. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.host === b.host && a.boot === b.boot && a.pid === b.pid && a.started === b.started;
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process still runs; undefined for one of another machine, of which only a heartbeat can tell. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.host !== hostname()) return undefined;
  if (identity.boot !== bootOf()) return false;
  if (!hasPid(identity.pid) || isZombie(identity.pid)) return false;
  return startOf(identity.pid) === identity.started;
}
