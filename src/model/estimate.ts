/**
 * A number measured on the ensemble.
 *
 * `standardError` comes from independent particle groups. `reference` is exact (quadrature, spectrum, linear algebra) and
 * absent where no exact answer can be had. `floor` is the value an unbiased sampler would show on average. What cannot
 * be estimated is null, never a made-up number.
 */
export interface Estimate {
  value: number | null;
  standardError: number | null;
  reference?: number | null;
  floor?: number | null;
}
