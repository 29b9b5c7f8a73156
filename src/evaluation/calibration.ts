/** How far probabilities can be taken at their word: expected calibration error (Guo et al. 2017, eq. 5). */

export interface Prediction {
  /** Probability that it was given, 0 to 1. */
  confidence: number;
  right: boolean;
}

export interface CalibrationBin {
  /** Predictions with a confidence in it. */
  count: number;
  meanConfidence: number;
  /** Share of them that are right. */
  accuracy: number;
}

export interface Calibration {
  /** Σ_b n_b / n · |accuracy_b − confidence_b|, 0 to 1. */
  error: number;
  /** Mean confidence less accuracy: above 0 the model is too sure of itself. */
  overconfidence: number;
  accuracy: number;
  /** Of equal width from 0 to 1. */
  bins: CalibrationBin[];
}

/** Measures predictions in bins of equal width. Throws RangeError where there are none. */
export function calibration(predictions: readonly Prediction[], binCount = 15): Calibration {
  if (predictions.length === 0) throw new RangeError('calibration: expected predictions, got none');
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of predictions) {
    const bin = sums[Math.min(binCount - 1, Math.floor(confidence * binCount))];
    bin.count++;
    bin.confidence += confidence;
    if (right) bin.right++;
  }
  const bins = sums.map(({ count, confidence, right }) => ({
    count,
    meanConfidence: count > 0 ? confidence / count : 0,
    accuracy: count > 0 ? right / count : 0,
  }));
  const mean = (of: (bin: CalibrationBin) => number): number =>
    bins.reduce((sum, bin) => sum + bin.count * of(bin), 0) / predictions.length;
  return {
    error: mean((bin) => Math.abs(bin.accuracy - bin.meanConfidence)),
    overconfidence: mean((bin) => bin.meanConfidence - bin.accuracy),
    accuracy: mean((bin) => bin.accuracy),
    bins,
  };
}
