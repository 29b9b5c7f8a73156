/** What processor this is, and whether it multiplies bfloat16 matrices by instructions of its own. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

export interface Processor {
  name: string;
  /** Cores that this process may use. */
  cores: number;
  /** Whether it has AVX-512 instructions for bfloat16; null where the system does not tell. */
  avx512bf16: boolean | null;
  /** Whether it has matrix tiles for bfloat16; null where the system does not tell. */
  amxbf16: boolean | null;
}

/** The instruction flags of the first core as Linux lists them for x86; null elsewhere. */
export function parseFlags(cpuinfo: string): Set<string> | null {
  const line = /^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1];
  return line === undefined ? null : new Set(line.split(/\s+/));
}

function readFlags(): Set<string> | null {
  try {
    return parseFlags(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return null;
  }
}

export function describeProcessor(): Processor {
  const flags = readFlags();
  return {
    name: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    avx512bf16: flags?.has('avx512_bf16') ?? null,
    amxbf16: flags?.has('amx_bf16') ?? null,
  };
}

/** Whether bfloat16 products are instructions of the processor's own, and so faster than float32 ones. */
export function hasFastBfloat16({ avx512bf16, amxbf16 }: Processor = describeProcessor()): boolean {
  return avx512bf16 === true || amxbf16 === true;
}
