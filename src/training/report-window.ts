/** Sums since the last report, and a clock of training that leaves validations out. */

export class ReportWindow {
  private lossSum = 0;
  private tokens = 0;
  private windowSeconds = 0;
  private started = performance.now();
  private updates = 0;
  private updateSeconds = 0;

  /** @param before seconds of training before this window, by earlier parts of a resumed run */
  constructor(private readonly before: number) {}

  /** Begins to count time anew, after something that is not training. */
  restart(): void {
    this.started = performance.now();
  }

  add(lossSum: number, tokens: number): void {
    const now = performance.now();
    const passed = (now - this.started) / 1000;
    this.started = now;
    this.windowSeconds += passed;
    this.updateSeconds += passed;
    this.updates += 1;
    this.lossSum += lossSum;
    this.tokens += tokens;
  }

  seconds(): number {
    return this.before + this.updateSeconds;
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
