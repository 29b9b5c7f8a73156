/** Sums since the last report, and two clocks of training that leave validations out. */

/** What training has taken so far. */
export interface TrainingTime {
  seconds: number;
  /** Of the process on all processors, which what else runs on the machine changes little. */
  processorSeconds: number;
}

/** Seconds of processor that this process has taken. */
function processorClock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export class ReportWindow {
  private lossSum = 0;
  private tokens = 0;
  private windowSeconds = 0;
  private started = performance.now();
  private processorStarted = processorClock();
  private updates = 0;
  private updateSeconds = 0;
  private processorSeconds = 0;

  /** @param before training before this window, by earlier parts of a resumed run */
  constructor(private readonly before: TrainingTime) {}

  /** Begins to count time anew, after something that is not training. */
  restart(): void {
    this.started = performance.now();
    this.processorStarted = processorClock();
  }

  add(lossSum: number, tokens: number): void {
    const now = performance.now();
    const passed = (now - this.started) / 1000;
    this.started = now;
    const processorNow = processorClock();
    this.processorSeconds += processorNow - this.processorStarted;
    this.processorStarted = processorNow;
    this.windowSeconds += passed;
    this.updateSeconds += passed;
    this.updates += 1;
    this.lossSum += lossSum;
    this.tokens += tokens;
  }

  time(): TrainingTime {
    return {
      seconds: this.before.seconds + this.updateSeconds,
      processorSeconds: this.before.processorSeconds + this.processorSeconds,
    };
  }

  secondsPerUpdate(): number {
    return this.updateSeconds / this.updates;
  }

  /** The means since the last call. */
  take(): { loss: number; tokensPerSecond: number } {
    const report = { loss: this.lossSum / this.tokens, tokensPerSecond: this.tokens / this.windowSeconds };
    this.lossSum = this.tokens = this.windowSeconds = 0;
    return report;
  }
}
